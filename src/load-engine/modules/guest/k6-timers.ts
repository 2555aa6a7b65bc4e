export { clearTimer as clearInterval, clearTimer as clearTimeout, setInterval, setTimeout } from './timers.ts';
