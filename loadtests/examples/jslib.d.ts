// What the scripts beside it use of the libraries that k6 scripts import by their addresses.
declare module 'https://jslib.k6.io/k6-utils/1.4.0/index.js' {
  export function randomIntBetween(min: number, max: number): number;
  export function randomItem<Item>(items: readonly Item[]): Item;
  export function randomString(length: number, charset?: string): string;
  export function uuidv4(secure?: boolean): string;
}
declare module 'https://jslib.k6.io/k6-summary/0.1.0/index.js' {
  export function textSummary(data: unknown, options?: { readonly indent?: string; readonly enableColors?: boolean }): string;
  export function jUnit(data: unknown, options?: { readonly name?: string; readonly classname?: string }): string;
}
