export { installGlobals } from './globals.ts';
export {
  callStage,
  eventDue,
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
