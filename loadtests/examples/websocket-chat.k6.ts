import { check } from 'k6';
import { Counter, Trend } from 'k6/metrics';
import type { Options } from 'k6/options';
import { clearTimeout, setTimeout } from 'k6/timers';
import { type ErrorEvent, type MessageEvent, WebSocket } from 'k6/websockets';

/** A chat by WebSocket: each user enters a room, says some words, and measures how long they take to come back; a session that hangs is cut off. */
export const options: Options = {
  scenarios: {
    chat: { executor: 'per-vu-iterations', vus: Number(__ENV.VUS ?? 20), iterations: Number(__ENV.SESSIONS ?? 10), maxDuration: '10m' },
  },
  thresholds: {
    checks: ['rate==1'],
    chat_words_heard: ['count>=3'],
    chat_echo_ms: ['p(95)<500'],
    ws_sessions: ['count>=1'],
    ws_connecting: ['p(95)<1000'],
  },
};

const CHAT_URL = (__ENV.BASE_URL ?? 'http://localhost:8080').replace(/^http/, 'ws');
const WORDS = ['hello', 'is anybody here?', 'goodbye'];
const SESSION_MS = 10_000;

const heard = new Counter('chat_words_heard');
const broken = new Counter('chat_broken');
const echoMs = new Trend('chat_echo_ms', true);

interface Word {
  readonly kind: 'welcome' | 'word';
  readonly text?: string;
  readonly saidAt?: number;
}

export default function chat(): void {
  const socket = new WebSocket(`${CHAT_URL}/chat?room=room-${__VU}`, null, { tags: { name: 'chat' } });
  const answers: string[] = [];
  const timeout = setTimeout(() => socket.close(), SESSION_MS);

  const say = (text: string | undefined): void => socket.send(JSON.stringify({ kind: 'word', text, saidAt: Date.now() }));

  socket.addEventListener('message', (event) => {
    const { kind, text, saidAt } = JSON.parse((event as MessageEvent).data as string) as Word;
    if (kind === 'welcome') return say(WORDS[0]);
    heard.add(1);
    echoMs.add(Date.now() - (saidAt ?? 0));
    answers.push(text ?? '');
    if (answers.length < WORDS.length) say(WORDS[answers.length]);
    else socket.close();
  });

  socket.addEventListener('close', () => {
    clearTimeout(timeout);
    check(answers, { 'every word came back, in order': () => answers.join() === WORDS.join() });
  });

  socket.addEventListener('error', (event) => broken.add(1, { error: (event as ErrorEvent).error }));
}
