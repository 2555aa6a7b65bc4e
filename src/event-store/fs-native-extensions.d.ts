// The package brings no types; these are the two functions that we use.
declare module 'fs-native-extensions' {
  /** true when the exclusive lock was granted, false when another open file holds it. */
  export function tryLock(fd: number): boolean;
  export function unlock(fd: number): void;
}
