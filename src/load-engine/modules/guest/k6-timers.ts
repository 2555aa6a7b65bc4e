export { clearInterval, clearTimeout, setInterval, setTimeout } from './timers.ts';
