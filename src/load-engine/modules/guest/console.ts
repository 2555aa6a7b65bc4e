import { log, logBytes } from 'sluice:host';
import { asText } from './as-text.ts';
import { describeError } from './describe-error.ts';
import { textToBytes } from './text.ts';

function format(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) {
    const { message, stack } = describeError(value);
    return stack === '' ? message : `${message}\n${stack}`;
  }
  if (typeof value !== 'object' || value === null) return asText(value);
  try {
    return JSON.stringify(value) ?? asText(value);
  } catch {
    return asText(value);
  }
}

function write(level: string): (...values: unknown[]) => void {
  return (...values) => {
    const text = values.map(format).join(' ');
    if (text.includes('\0')) logBytes(level, textToBytes(text).buffer);
    else log(level, text);
  };
}

/** The console of a script: objects as JSON, on one line, to the log that the engine was given. */
export const console = {
  log: write('info'),
  info: write('info'),
  warn: write('warn'),
  error: write('error'),
  debug: write('debug'),
  trace: write('debug'),
  assert: (condition?: unknown, ...values: unknown[]): void => {
    if (!condition) write('error')('Assertion failed', ...values);
  },
};
