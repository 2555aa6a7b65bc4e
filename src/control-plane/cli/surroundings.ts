import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { type Environment, readEnvironment } from '../config/environment.ts';
import type { Clock } from '../control/ports/clock.ts';

/** A stream to people or to a pipe. */
export interface OutputStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Undefined where it is no terminal. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

/** All that the CLI touches of its process. */
export interface Surroundings {
  readonly environment: Environment;
  readonly folder: string;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Calls back on SIGINT and SIGTERM; returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
  /** All of stdin, as text. */
  readStdin(): Promise<string>;
  /** What the process comes to should it end before its command does, as when nobody reads its output any more. */
  settle(code: number): void;
  /** Ends the process at once. */
  exit(code: number): void;
}

function output(stream: NodeJS.WriteStream & { readonly fd: number }): OutputStream {
  const isTTY = isatty(stream.fd);
  return {
    isTTY,
    write: (text) => {
      stream.write(text);
    },
    get columns() {
      return isTTY ? stream.columns : undefined;
    },
    get rows() {
      return isTTY ? stream.rows : undefined;
    },
  };
}

function quitWhenUnread(error: Error & { readonly code?: string }): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
}

/** The wall clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  };
}

/** The surroundings of the running process. A reader of stdout who has seen enough (EPIPE) ends it quietly. */
export function processSurroundings(): Surroundings {
  process.stdout.on('error', quitWhenUnread);
  process.stderr.on('error', quitWhenUnread);
  return {
    environment: readEnvironment(),
    folder: process.cwd(),
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    clock: systemClock(),
    newId: randomUUID,
    onInterrupt: (listener) => {
      process.on('SIGINT', listener).on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener).off('SIGTERM', listener);
      };
    },
    readStdin: () => text(process.stdin),
    settle: (code) => {
      process.exitCode = code;
    },
    exit: (code) => {
      process.exit(code);
    },
  };
}
