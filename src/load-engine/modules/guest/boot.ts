export { installGlobals } from './globals.ts';
export {
  callStage,
  iterate,
  operationDone,
  operationFailed,
  register,
  report,
  setData,
  setEnvironment,
  setExec,
  timerDue,
} from './runtime.ts';
