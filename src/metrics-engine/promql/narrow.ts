/** Kept at its old place until its users import it from its new one. */
export { narrow } from './syntax/narrow.ts';
