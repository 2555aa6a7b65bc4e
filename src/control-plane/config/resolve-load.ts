import type { WrittenService } from './config-schema.ts';
import { findFile } from './find-file.ts';
import { resolveToken } from './resolve-token.ts';
import type { Secret } from './secret.ts';
import type { ServiceSurroundings } from './service-surroundings.ts';
import type { LoadConfig } from './sluice-config.ts';

type Place = readonly PropertyKey[];
type WrittenLoad = NonNullable<WrittenService['load']>;

/** The load section of a service with its script and its secrets found; what is wrong is added to the problems. */
export async function resolveLoad(
  at: Place,
  written: WrittenService['load'],
  around: ServiceSurroundings,
): Promise<LoadConfig | undefined> {
  if (written === undefined) return undefined;
  const { problems, root, environment } = around;
  checkKeys([...at, 'load'], written, around);
  return {
    runner: written.runner,
    scriptFile: await findFile(problems, { root, path: [...at, 'load', 'script'], named: written.script, kind: 'file' }),
    env: written.env,
    inherited: Object.fromEntries(written.inherit.map((name) => [name, environment.secret(name)])),
    secrets: await resolveSecrets([...at, 'load', 'secrets'], written.secrets, around),
    token: written.tokenEnv === undefined ? undefined : environment.secret(written.tokenEnv),
    deadlineSeconds: written.deadline,
    memoryBytes: written.memory,
    maximumDroppedShare: written.maximumDroppedShare,
    hosts: written.hosts,
    threads: written.threads,
    compare: written.compare,
  };
}

async function resolveSecrets(
  at: Place,
  written: WrittenLoad['secrets'],
  around: ServiceSurroundings,
): Promise<Readonly<Record<string, Secret>>> {
  const resolved = Object.entries(written).map(async ([name, { env, file }]) => {
    const secret = await resolveToken({ ...around, at: [...at, name] }, { tokenEnv: env, tokenFile: file });
    if (secret === undefined) around.problems.add([...at, name], 'says not where the secret is', 'Write { env: NAME } or { file: path }.');
    return secret === undefined ? [] : [[name, secret] as const];
  });
  return Object.fromEntries((await Promise.all(resolved)).flat());
}

/** What an older name, or another runner, would leave undone in silence. */
function checkKeys(at: Place, written: WrittenLoad, { problems }: ServiceSurroundings): void {
  if (written.allowedHosts !== undefined)
    problems.add(
      [...at, 'allowedHosts'],
      'this key is called hosts, and adds to this machine and the service under test',
      'Rename it to hosts, and leave those two out.',
    );
  for (const name of written.inherit)
    if (Object.hasOwn(written.env, name)) problems.add([...at, 'inherit'], `${name} is in env as well`, 'Keep one of them.');
  if (written.runner === 'embedded') return;
  const unused = [
    ['secrets', Object.keys(written.secrets).length > 0],
    ['hosts', written.hosts.length > 0],
    ['threads', written.threads !== undefined],
  ] as const;
  for (const [key, isSet] of unused)
    if (isSet) problems.add([...at, key], 'has no effect on runner: k6', 'Take it out, or take the embedded runner.');
}
