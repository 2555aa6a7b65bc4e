export { installGlobals } from './globals.ts';
export { callStage, iterate, operationDone, operationFailed, register, setData, setEnvironment, setExec, timerDue } from './runtime.ts';
