import { setMaxListeners } from 'node:events';
import type { LoopEvent } from '../modules/event-loop.ts';
import type { Stage } from '../modules/world.ts';
import { GuestException, memoryReached, SandboxBroken } from '../sandbox/sandbox-failure.ts';
import type { IterationContext, IterationOutcome, VirtualUser } from '../virtual-user.ts';
import { freshRun, isOutOfMemory, type ScriptInstance } from './script-instance.ts';

const noTags = {};

/** One virtual user: a script instance that runs its iterations and life-cycle functions one after the other. */
export class ScriptUser implements VirtualUser {
  readonly id: number;
  readonly #instance: ScriptInstance;
  readonly #locate: (stack: string) => string | undefined;
  #data: string | undefined;
  #exec = 'default';
  #scenarioEnv: Readonly<Record<string, string>> = noTags;
  #signal: AbortSignal | undefined;
  #broken: string | undefined;
  #running: Promise<IterationOutcome> | undefined;
  readonly #interrupt = (): void => {
    const { sandbox, world } = this.#instance;
    sandbox.interrupt();
    world.waits.cancelAll();
    world.loop.wake();
  };

  constructor(instance: ScriptInstance, locate: (stack: string) => string | undefined) {
    this.id = instance.world.id;
    this.#instance = instance;
    this.#locate = locate;
  }

  iterate(context: IterationContext, setupData: string | undefined, signal: AbortSignal): Promise<IterationOutcome> {
    const { world, sandbox, entry } = this.#instance;
    world.iteration += 1;
    world.iterationInScenario = context.scenario === world.context?.scenario ? world.iterationInScenario + 1 : 0;
    world.context = context;
    world.tags.enterScenario(context.scenario, context.scenarioTags);
    world.metadata.startIteration(world.iteration);
    world.http.startIteration();
    const begin = (): Promise<unknown> => sandbox.invoke(entry.iterate, [world.iteration]);
    return this.#run('iteration', '', signal, () =>
      this.#isNew(context, setupData) ? this.#prepare(context, setupData).then(begin) : begin(),
    );
  }

  async call(
    stage: 'setup' | 'teardown' | 'handleSummary',
    argumentJson: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: IterationOutcome; readonly returned: string | undefined }> {
    const { world, sandbox, entry } = this.#instance;
    world.context = undefined;
    world.tags.enterScenario(undefined, noTags);
    world.http.startIteration();
    const rootGroup = stage === 'handleSummary' ? '' : `::${stage}`;
    const outcome = await this.#run(stage, rootGroup, signal, () => sandbox.invoke(entry.callStage, [stage, argumentJson ?? '']));
    return { outcome, returned: outcome.kind === 'completed' ? world.run.returned : undefined };
  }

  async dispose(): Promise<void> {
    this.#interrupt();
    await this.#running;
    this.#signal?.removeEventListener('abort', this.#interrupt);
    this.#broken ??= 'the virtual user is disposed of';
    const { closing, http } = this.#instance.world;
    for (const close of closing) close();
    await http.close();
  }

  #isNew({ exec, scenarioEnv }: IterationContext, setupData: string | undefined): boolean {
    return exec !== this.#exec || scenarioEnv !== this.#scenarioEnv || setupData !== this.#data;
  }

  async #prepare({ exec, scenarioEnv }: IterationContext, setupData: string | undefined): Promise<void> {
    const { world, sandbox, entry } = this.#instance;
    if (exec !== this.#exec) {
      await sandbox.invoke(entry.setExec, [exec]);
      this.#exec = exec;
    }
    if (scenarioEnv !== this.#scenarioEnv) {
      await sandbox.invoke(entry.setEnvironment, [JSON.stringify({ ...world.env, ...scenarioEnv })]);
      this.#scenarioEnv = scenarioEnv;
    }
    if (setupData !== this.#data) {
      await sandbox.invoke(entry.setData, [setupData ?? '']);
      this.#data = setupData;
    }
  }

  #run(stage: Stage, rootGroup: string, signal: AbortSignal, enter: () => Promise<unknown>): Promise<IterationOutcome> {
    if (this.#broken !== undefined) return Promise.resolve({ kind: 'broken', message: this.#broken });
    if (signal.aborted) return Promise.resolve({ kind: 'interrupted' });
    const { world, sandbox } = this.#instance;
    sandbox.rearm();
    world.stage = stage;
    world.rootGroup = rootGroup;
    world.tags.group = rootGroup;
    world.run = freshRun();
    this.#listen(signal);
    this.#running = this.#finish(enter);
    return this.#running;
  }

  async #finish(enter: () => Promise<unknown>): Promise<IterationOutcome> {
    const { world } = this.#instance;
    let thrown: unknown;
    try {
      await enter();
      if (!this.#isAtRest) await this.#drain();
    } catch (error) {
      thrown = error;
    }
    if (!world.loop.idle || thrown !== undefined || world.run.failure !== undefined) {
      world.waits.cancelAll();
      world.loop.clear();
    }
    this.#countBytes();
    return this.#outcome(thrown);
  }

  /** Nothing is left of the run, as in most that use no promises and no timers. */
  get #isAtRest(): boolean {
    const { world, sandbox } = this.#instance;
    return !sandbox.hasJobs && world.loop.idle && world.run.promises === 0;
  }

  /** Lets promises, timers and operations come to their end, until nothing is left or something failed. */
  async #drain(): Promise<void> {
    const { world, sandbox } = this.#instance;
    for (;;) {
      await sandbox.runJobs();
      if (world.run.failure !== undefined || sandbox.interrupted) return;
      if (world.loop.idle) {
        if (world.run.promises > 0)
          throw new GuestException('a promise that the run waits for can never settle: nothing is under way any more', '');
        return;
      }
      const event = await world.loop.next();
      if (sandbox.interrupted) return;
      if (event !== undefined) await this.#deliver(event);
    }
  }

  #deliver(event: LoopEvent): Promise<unknown> {
    const { sandbox, entry } = this.#instance;
    switch (event.kind) {
      case 'timer':
        return sandbox.invoke(entry.timerDue, [event.id]);
      case 'done':
        return sandbox.invoke(entry.operationDone, [event.id, event.value]);
      case 'failed':
        return sandbox.invoke(entry.operationFailed, [event.id, event.message]);
      case 'event':
        return sandbox.invoke(entry.eventDue, [event.id, event.name, event.value, event.detail]);
    }
  }

  #outcome(thrown: unknown): IterationOutcome {
    const { world, sandbox } = this.#instance;
    if (thrown instanceof SandboxBroken) return this.#break(thrown.message);
    if (world.run.abortReason !== undefined) return { kind: 'test-aborted', reason: world.run.abortReason };
    if (sandbox.interrupted) return { kind: 'interrupted' };
    const failure =
      world.run.failure ?? (thrown instanceof GuestException ? { message: thrown.message, stack: thrown.guestStack } : undefined);
    if (failure === undefined)
      return thrown === undefined ? { kind: 'completed' } : this.#break(thrown instanceof Error ? thrown.message : 'the sandbox failed');
    if (isOutOfMemory(failure.message, sandbox)) return this.#break(memoryReached);
    return { kind: 'threw', message: failure.message, location: this.#locate(failure.stack) };
  }

  #break(message: string): IterationOutcome {
    this.#broken = message;
    return { kind: 'broken', message };
  }

  /** k6 counts bytes once an iteration: a connection does not know whose request its bytes are. */
  #countBytes(): void {
    const { http, tags, sink, rootGroup } = this.#instance.world;
    const { sent, received } = http.takeBytes();
    if (sent === 0 && received === 0) return;
    tags.group = rootGroup;
    const nowMs = Date.now();
    sink.add('data_sent', sent, tags.current(), nowMs);
    sink.add('data_received', received, tags.current(), nowMs);
  }

  /** Iterations share a signal: listening once for all of them keeps a thousand users from searching each other's listeners. */
  #listen(signal: AbortSignal): void {
    if (signal === this.#signal) return;
    this.#signal?.removeEventListener('abort', this.#interrupt);
    setMaxListeners(0, signal);
    signal.addEventListener('abort', this.#interrupt);
    this.#signal = signal;
  }
}
