import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliFailure } from '../cli-failure.ts';
import type { CommandContext } from '../command-context.ts';
import { printable } from '../render/printable.ts';
import type { LoadFlags } from './load-settings.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Where the lines of a run and of its script go. */
export interface LoadLogSink {
  readonly log: (level: Level, message: string, source?: 'console') => void;
  readonly close: () => void;
}

interface Target {
  readonly write: (text: string) => void;
  readonly close: () => void;
}

const RANK: Readonly<Record<Level, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

const LEVELS: Readonly<Record<string, Level>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  warn: 'warn',
  error: 'error',
};

/** Opens what `--log-output`, `--log-format` and `--console-output` ask for; `print` writes on the terminal, above what is painted there. Throws a CliFailure for what can't be had. */
export function openLoadLog(context: CommandContext, flags: LoadFlags, print: (text: string) => void): LoadLogSink {
  const { surroundings } = context;
  const startedMs = surroundings.clock.now();
  const least = flags.verbose === true ? 'debug' : 'info';
  const log = openTarget(flags.logOutput ?? 'stderr', { context, print, least });
  const console = flags.consoleOutput === undefined ? undefined : openFile(surroundings.folder, flags.consoleOutput, '--console-output');
  const format = flags.logFormat ?? 'text';
  return {
    log: (level, message, source) => {
      const target = source === 'console' ? (console ?? log.target) : log.target;
      if (RANK[level] < RANK[target === console ? 'debug' : log.least]) return;
      target.write(`${line({ format, level, message, source, atMs: surroundings.clock.now(), startedMs })}\n`);
    },
    close: () => {
      log.target.close();
      console?.close();
    },
  };
}

interface Opening {
  readonly context: CommandContext;
  readonly print: (text: string) => void;
  readonly least: Level;
}

const close = (): void => undefined;

function openTarget(where: string, { context, print, least }: Opening): { readonly target: Target; readonly least: Level } {
  const { surroundings } = context;
  const [kind = '', ...rest] = where.split('=');
  if (where === 'stderr') return { target: { write: print, close }, least };
  if (where === 'stdout') return { target: { write: (text) => surroundings.stdout.write(text), close }, least };
  if (where === 'none') return { target: { write: () => undefined, close }, least };
  if (kind !== 'file' || rest.length === 0)
    throw new CliFailure(
      'usage',
      'log-output',
      `--log-output ${where} can't be had.`,
      'There are stderr, stdout, none and file=PATH; from a file Loki is fed by its own agent.',
    );
  const [path = '', ...parts] = rest.join('=').split(',');
  const level = parts.map((part) => LEVELS[part.replace(/^level=/, '')])[0];
  return { target: openFile(surroundings.folder, path, '--log-output'), least: level ?? least };
}

function openFile(folder: string, path: string, flag: string): Target {
  try {
    const file = openSync(resolve(folder, path), 'a');
    return { write: (text) => void writeSync(file, text), close: () => closeSync(file) };
  } catch (error) {
    throw new CliFailure(
      'usage',
      'log-output',
      `${flag}: ${path} can't be opened (${(error as NodeJS.ErrnoException).code}).`,
      'Name a file in a folder that is there.',
    );
  }
}

interface Line {
  readonly format: 'text' | 'raw' | 'json';
  readonly level: Level;
  readonly message: string;
  readonly source: 'console' | undefined;
  readonly atMs: number;
  readonly startedMs: number;
}

/** `INFO[0012] message`, as users of k6 know it: the seconds since the start. What a script writes can't move the cursor. */
function line({ format, level, message, source, atMs, startedMs }: Line): string {
  switch (format) {
    case 'raw':
      return printable(message);
    case 'json':
      return JSON.stringify({
        level: level === 'warn' ? 'warning' : level,
        msg: message,
        ...(source && { source }),
        time: new Date(atMs).toISOString(),
      });
    case 'text': {
      const seconds = String(Math.floor((atMs - startedMs) / 1000)).padStart(4, '0');
      return `${{ debug: 'DEBU', info: 'INFO', warn: 'WARN', error: 'ERRO' }[level]}[${seconds}] ${printable(message)}`;
    }
  }
}
