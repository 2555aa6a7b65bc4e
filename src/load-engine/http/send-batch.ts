import type { HttpSession } from './http-session.ts';
import type { Outgoing } from './outgoing.ts';
import { requestTarget } from './request-target.ts';
import type { ResponseRecord } from './response-record.ts';

/** Sends requests side by side, at most the option batch at a time and batchPerHost of them to one host; answers in their order. */
export async function sendBatch(http: HttpSession, requests: readonly Outgoing[]): Promise<readonly ResponseRecord[]> {
  const { batch, batchPerHost } = http.limits;
  const answers: Promise<ResponseRecord>[] = [];
  const running = new Map<string, number>();
  const waiting = requests.map((request, index) => ({ request, index, host: requestTarget(request.address)?.origin ?? '' }));
  let busy = 0;
  const choose = (): (typeof waiting)[number] | undefined => {
    const next = busy < batch ? waiting.findIndex(({ host }) => (running.get(host) ?? 0) < batchPerHost) : -1;
    return next < 0 ? undefined : waiting.splice(next, 1)[0];
  };
  return new Promise((resolve, reject) => {
    const startMore = (): void => {
      for (let chosen = choose(); chosen !== undefined; chosen = choose()) start(chosen);
      if (busy === 0 && waiting.length === 0) Promise.all(answers).then(resolve, reject);
    };
    const start = ({ request, index, host }: (typeof waiting)[number]): void => {
      busy += 1;
      running.set(host, (running.get(host) ?? 0) + 1);
      const end = (): void => {
        busy -= 1;
        running.set(host, (running.get(host) ?? 1) - 1);
        startMore();
      };
      const answer = http.send(request);
      answers[index] = answer;
      answer.then(end, end);
    };
    startMore();
  });
}
