import type { UpReady } from '../local-actions.ts';
import type { Paint } from '../paint.ts';

/** What `sluice up` says when it serves: where it is, where the admin token is, and what to do next. */
export function upText(ready: UpReady, paint: Paint): string {
  const token = ready.adminTokenFile === undefined ? 'as you issued it (SLUICE_TOKEN)' : `in ${ready.adminTokenFile}`;
  const [service = '<service>'] = ready.services;
  const lines = [
    `${paint.green('✓')} Sluice is up at ${paint.bold(ready.url)} for ${ready.environment}`,
    '',
    `  admin token  ${token}`,
    `  state        ${ready.state}`,
    `  services     ${ready.services.join(', ')}`,
    ...ready.notes.map((note) => `  ${paint.yellow('note')}         ${note}`),
    '',
    `  next         sluice release start ${service} --version <version> --watch`,
  ];
  return `${lines.join('\n')}\n`;
}
