import { access, constants, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { nearestName } from '../domain/slo/nearest-name.ts';
import type { Problems } from './problems.ts';

async function siblings(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function suggestion(root: string, absolute: string): Promise<string> {
  const closest = nearestName(basename(absolute), await siblings(dirname(absolute)));
  const looked = `Looked for ${absolute}.`;
  return closest === undefined ? looked : `${looked} Did you mean ${relative(root, join(dirname(absolute), closest))}?`;
}

/** The absolute path of something that the configuration names relative to `root`; when it is missing, of another kind or unreadable, a problem is added. */
export async function findFile(
  problems: Problems,
  request: { readonly root: string; readonly path: readonly PropertyKey[]; readonly named: string; readonly kind: 'file' | 'folder' },
): Promise<string> {
  const absolute = resolve(request.root, request.named);
  const found = await stat(absolute).catch(() => undefined);
  const right = request.kind === 'file' ? found?.isFile() : found?.isDirectory();
  if (found === undefined) problems.add(request.path, `${request.named} does not exist`, await suggestion(request.root, absolute));
  else if (right !== true) problems.add(request.path, `${request.named} is not a ${request.kind}`);
  else if (
    !(await access(absolute, constants.R_OK).then(
      () => true,
      () => false,
    ))
  )
    problems.add(request.path, `${request.named} can't be read`, 'Check its permissions.');
  return absolute;
}
