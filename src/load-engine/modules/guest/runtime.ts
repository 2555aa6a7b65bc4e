import { base64Encode, exported, failed, promised, returned, settled } from 'sluice:host';
import { describeError } from './describe-error.ts';
import { bytesToText } from './text.ts';
import { fireTimer, forgetTimers } from './timers.ts';

type Exports = Readonly<Record<string, unknown>>;
type Globals = typeof globalThis & { __ITER?: number };
/** The module that imports the script and runs it by that. */
interface Started {
  readonly script: Exports;
}
interface Completion {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Listener = (name: string, value: unknown, detail: number) => unknown;

// A script may put others into their place.
const { parse, stringify } = JSON;

const completions = new Map<number, Completion>();
const listeners = new Map<number, Listener>();
let script: Exports = {};
let data: unknown;
let exec = 'default';
const runExec = (): unknown => call(exec, data);
let nextOperation = 1;

/** Takes the script's exports once its top level has run and tells the engine what they are. A promise of them is a top level that still awaits. */
export function register(started: Started | PromiseLike<Started>): void {
  if (isThenable(started)) {
    promised();
    started.then(({ script: exports }) => {
      take(exports);
      settled();
    }, report);
  } else take(started.script);
}

function take(exports: Exports): void {
  // A file in the form of CommonJS exports whatever its module.exports holds by now.
  const namespace = (exports['__commonJs'] as { readonly exports: Exports } | undefined)?.exports ?? exports;
  script = namespace;
  const functions = Object.keys(namespace).filter((name) => typeof namespace[name] === 'function');
  exported(stringify({ options: namespace['options'] ?? {}, functions }));
}

/** Sets which exported function the iterations to come call. */
export function setExec(name: string): void {
  exec = name;
}

/** Sets what setup() returned: this VU's own copy. */
export function setData(json: string): void {
  data = json === '' ? undefined : parse(json);
}

/** Sets the environment as the scenario shows it. */
export function setEnvironment(json: string): void {
  Reflect.set(globalThis, '__ENV', parse(json));
}

/** Runs one iteration of an exported function. */
export function iterate(iteration: number): void {
  (globalThis as Globals).__ITER = iteration;
  forgetTimers();
  if (completions.size > 0) completions.clear();
  if (listeners.size > 0) listeners.clear();
  run(runExec);
}

/** Runs a life-cycle function with a JSON argument ('' is none); what it returns goes to the engine as JSON. */
export function callStage(name: string, argument: string): void {
  run(() => {
    const result = call(name, argument === '' ? undefined : parse(argument));
    const give = name === 'handleSummary' ? giveFiles : giveBack;
    return isThenable(result) ? result.then((value) => give(value)) : give(result);
  });
}

/** Runs a timer whose time has come. */
export function timerDue(id: number): void {
  run(() => fireTimer(id));
}

/** Starts an operation that the engine ends later by its number: the promise is settled by operationDone or operationFailed. */
export function operation(start: (id: number) => void): Promise<unknown> {
  const id = nextOperation++;
  return new Promise((resolve, reject) => {
    completions.set(id, { resolve, reject });
    start(id);
  });
}

export function operationDone(id: number, value: unknown): void {
  completions.get(id)?.resolve(value);
  completions.delete(id);
}

export function operationFailed(id: number, message: string): void {
  completions.get(id)?.reject(new Error(message));
  completions.delete(id);
}

/** Gives a listener the number by which the engine tells it of events, until the iteration is over or it is no longer wanted. */
export function listen(listener: Listener): number {
  const id = nextOperation++;
  listeners.set(id, listener);
  return id;
}

export function unlisten(id: number): void {
  listeners.delete(id);
}

/** Tells a listener of an event. */
export function eventDue(id: number, name: string, value: unknown, detail: number): void {
  const listener = listeners.get(id);
  if (listener !== undefined) run(() => listener(name, value, detail));
}

function call(name: string, argument: unknown): unknown {
  const target = script[name];
  if (typeof target !== 'function') throw new TypeError(`the script exports no function named ${name}`);
  return target(argument);
}

function run(body: () => unknown): void {
  try {
    const result = body();
    if (!isThenable(result)) return;
    promised();
    result.then(() => settled(), report);
  } catch (error) {
    report(error);
  }
}

function giveBack(value: unknown, ofBytes: (bytes: ArrayBuffer) => unknown = bytesToText): void {
  const json = stringify(value, (_key, part: unknown) => (part instanceof ArrayBuffer ? ofBytes(part) : part));
  if (json !== undefined) returned(json);
}

/** What handleSummary returns may be bytes: summary/summary-outputs.ts takes them out of this form. */
function giveFiles(value: unknown): void {
  giveBack(value, (bytes) => ({ $base64: base64Encode(bytes, 'std') }));
}

/** Tells the engine of an exception that nothing caught. */
export function report(error: unknown): void {
  const { message, stack } = describeError(error);
  failed(message, stack);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function';
}
