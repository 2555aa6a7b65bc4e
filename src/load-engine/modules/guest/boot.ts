export { installGlobals } from './globals.ts';
export { callStage, iterate, operationDone, operationFailed, register, setData, setEnvironment, timerDue } from './runtime.ts';
