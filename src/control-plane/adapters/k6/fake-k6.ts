import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What the fake prints and does in place of a run. */
export interface FakeK6Script {
  /** Printed by `inspect`; undefined makes that end with 107 and the first of `errors`. */
  readonly inspection: unknown;
  /** Printed on stdout by `run`, one a line. */
  readonly samples?: readonly unknown[];
  /** Printed on stdout at the end of `run`. */
  readonly text?: string;
  /** Printed on stderr, as lines of k6's JSON log. */
  readonly errors?: readonly unknown[];
  /** What `--summary-export` is to contain; undefined writes no file. */
  readonly summary?: unknown;
  readonly exitCode?: number;
  /** Waits for a signal: `obeys` then ends as usual with `exitCode`, `ignores` never does. */
  readonly onSignal?: 'obeys' | 'ignores';
}

const PROGRAM = `
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const script = JSON.parse(readFileSync(process.argv[1] + '.json', 'utf8'));
const [command, ...args] = process.argv.slice(2);
appendFileSync(process.argv[1] + '.calls', JSON.stringify({ argv: process.argv.slice(2), env: process.env }) + '\\n');
const errors = () => (script.errors || []).forEach((line) => console.error(JSON.stringify(line)));
if (command === 'inspect') {
  if (script.inspection === undefined) { errors(); process.exit(107); }
  console.log(JSON.stringify(script.inspection));
  process.exit(0);
}
const finish = () => {
  const file = args.find((arg) => arg.startsWith('--summary-export=')).split('=')[1];
  if (script.summary !== undefined) writeFileSync(file, JSON.stringify(script.summary));
  if (script.text !== undefined) console.log(script.text);
  process.exit(script.exitCode || 0);
};
(script.samples || []).forEach((line) => console.log(JSON.stringify(line)));
errors();
if (script.onSignal === undefined) finish();
else {
  process.on('SIGTERM', script.onSignal === 'obeys' ? finish : () => {});
  setInterval(() => {}, 1000);
}
`;

/** A program that only plays back what it is given: it runs no script, and proves nothing but how the adapter treats a process. */
export interface FakeK6 {
  readonly binary: string;
  readonly folder: string;
}

/** Writes the fake into a folder of its own. */
export async function writeFakeK6(script: FakeK6Script): Promise<FakeK6> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fake-k6-'));
  const binary = path.join(folder, 'k6');
  await writeFile(`${binary}.json`, JSON.stringify(script));
  await writeFile(binary, `#!${process.execPath}\n${PROGRAM}`);
  await chmod(binary, 0o755);
  return { binary, folder };
}
