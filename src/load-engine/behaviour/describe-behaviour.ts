import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ScriptableTarget, startScriptableTarget } from '../testing/scriptable-target.ts';
import type { BehaviourCase, Expectation } from './behaviour-case.ts';
import type { BehaviourRunner } from './behaviour-run.ts';
import { holdAgainst } from './hold-against.ts';
import { scriptOfCase } from './script-of-case.ts';

/** What differs between the runners that the same cases are held against. */
export interface BehaviourSubject {
  readonly name: string;
  readonly run: BehaviourRunner;
  /** What is expected of this one. */
  readonly expectationOf: (one: BehaviourCase) => Expectation;
}

/** Most cases wait for a schedule: side by side they take a quarter of the time, and no core is full. */
const sideBySide = 4;

/** Registers a test for each case: its script is run whole against a target that counts, and its figures are held against both. */
export function describeBehaviour(subject: BehaviourSubject, groups: Readonly<Record<string, readonly BehaviourCase[]>>): void {
  describe(`k6 scripts on ${subject.name}`, () => {
    const outcomes = new Map(
      Object.values(groups)
        .flat()
        .map((one) => [one, Promise.withResolvers<void>()] as const),
    );
    const targets: ScriptableTarget[] = [];

    before(async () => {
      const left = [...outcomes];
      for (let number = 0; number < sideBySide; number += 1) {
        const target = await startScriptableTarget();
        targets.push(target);
        void workThrough(left, (one) => tryOut(subject, one, target));
      }
    });
    after(() => Promise.all(targets.map((target) => target.close())));

    for (const [group, cases] of Object.entries(groups)) {
      describe(group, () => {
        for (const one of cases) it(`a script ${one.name}`, () => outcomes.get(one)?.promise);
      });
    }
  });
}

type Outcome = readonly [BehaviourCase, PromiseWithResolvers<void>];

async function workThrough(left: Outcome[], work: (one: BehaviourCase) => Promise<void>): Promise<void> {
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const [one, { promise, resolve, reject }] = next;
    // Its test may come later than its failure.
    promise.catch(() => undefined);
    await work(one).then(resolve, reject);
  }
}

async function tryOut({ run, expectationOf }: BehaviourSubject, one: BehaviourCase, target: ScriptableTarget): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'behaviour-'));
  try {
    const scriptPath = join(folder, 'script.js');
    await writeFile(scriptPath, scriptOfCase(one));
    for (const [file, content] of Object.entries(one.files ?? {})) await writeFile(join(folder, file), content);
    target.reset();
    const env = { ORIGIN: target.origin, SECURE: target.secureOrigin, ...one.env };
    const result = await run({ folder, scriptPath, env, flags: one.flags ?? {}, variables: one.variables ?? {} });
    holdAgainst(expectationOf(one), result, target.counts());
  } finally {
    await rm(folder, { recursive: true });
  }
}
