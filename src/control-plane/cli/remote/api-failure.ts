import { CliFailure } from '../cli-failure.ts';
import { printable } from '../render/printable.ts';
import { problemAnswer } from './answers.ts';

/** A CLI failure that tells what the server answered instead of what was asked for. */
export class ApiFailure extends CliFailure {
  readonly status: number;
  constructor(status: number, rule: string, message: string, next: string | undefined) {
    super(status >= 500 || status === 429 ? 'error' : 'usage', rule, message, next);
    this.name = 'ApiFailure';
    this.status = status;
  }
}

function nextStep(status: number): string | undefined {
  if (status === 401) return 'Set SLUICE_TOKEN, or name a file with --token-file. An admin makes tokens with: sluice token create';
  if (status === 403) return 'Use a token with that role.';
  if (status === 429 || status >= 500) return 'Try again; if it stays so, look into the log of the server.';
  return undefined;
}

function parse(body: string): ReturnType<typeof problemAnswer.safeParse> {
  try {
    return problemAnswer.safeParse(JSON.parse(body));
  } catch {
    return problemAnswer.safeParse(undefined);
  }
}

/** What a status of 400 or more and its body amount to, in words; a body that is no problem details is not repeated, since it could be a page of a proxy. */
export function apiFailure(url: string, status: number, body: string): ApiFailure {
  const parsed = parse(body);
  if (!parsed.success)
    return new ApiFailure(
      status,
      'unexpected-answer',
      `${url} answered ${status}, but not as Sluice does.`,
      'Check the address (--url, SLUICE_URL).',
    );
  const { type = '', title = `status ${status}`, detail = '', errors = [], instance } = parsed.data;
  const fields = errors.map((error) => `${error.pointer.replace(/^#\//, '')} ${error.detail}`).join('; ');
  const where = status >= 500 && instance !== undefined ? ` (${instance})` : '';
  const message = `${title}: ${detail}${fields === '' ? '' : ` ${fields}.`}${where}`;
  return new ApiFailure(status, type.replace(/^urn:sluice:problem:/, '') || 'problem', printable(message), nextStep(status));
}
