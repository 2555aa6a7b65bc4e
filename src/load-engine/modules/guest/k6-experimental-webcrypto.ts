/** The older way to what is a global now. */
export { crypto } from './web-crypto.ts';
