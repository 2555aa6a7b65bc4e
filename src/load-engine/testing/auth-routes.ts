import { createHash } from 'node:crypto';
import { answerText, type TargetExchange, type TargetRoute } from './target-exchange.ts';

/** How often a nonce was used, by nonce: of one target. */
export type KnownNonces = Map<string, number>;

/** Routes that want credentials. */
export function authRoutes(nonces: KnownNonces): Readonly<Record<string, TargetRoute>> {
  return {
    /** /basic/user/password */
    basic: (exchange) => {
      const [user = '', password = ''] = exchange.parts;
      const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
      if (exchange.request.headers.authorization === wanted) return answerText(exchange, `welcome ${user}`);
      exchange.response.setHeader('www-authenticate', 'Basic realm="target"');
      answerText(exchange, 'who are you?', 401);
    },

    /**
     * /digest/auth/user/password?algorithm=MD5&uses=1: qop is auth, auth-int or none (RFC 2069); a nonce that was used more often than `uses` is stale; ?then= leads on.
     * The algorithms are MD5, MD5-sess, SHA-256, SHA-256-sess, SHA-512-256 and its -sess.
     */
    digest: async (exchange) => {
      const [qop = 'auth', user = '', password = ''] = exchange.parts;
      const algorithm = exchange.query.get('algorithm') ?? 'MD5';
      const body = await exchange.body();
      const sent = digestFields(exchange.request.headers.authorization ?? '');
      const uses = nonces.get(sent['nonce'] ?? '');
      const right = uses !== undefined && sent['response'] === expected(exchange, { qop, user, password, algorithm, body }, sent);
      const fresh = right && uses < Number(exchange.query.get('uses') ?? 1_000) && (qop === 'none' || sent['nc'] === hexCount(uses + 1));
      if (right && fresh) {
        nonces.set(sent['nonce'] ?? '', uses + 1);
        const then = exchange.query.get('then');
        if (then !== null) exchange.response.setHeader('location', then);
        return answerText(exchange, `welcome ${user}`, then === null ? 200 : 302);
      }
      challenge(exchange, { qop, algorithm, stale: right }, nonces);
    },

    /** Wants NTLM, which nobody here speaks. */
    ntlm: (exchange) => {
      exchange.response.setHeader('www-authenticate', 'NTLM');
      answerText(exchange, 'NTLM only', 401);
    },
  };
}

const hexCount = (count: number): string => count.toString(16).padStart(8, '0');

/** The names that node:crypto knows them by. */
const hashes: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' };

function challenge(
  { response, parts }: TargetExchange,
  { qop, algorithm, stale }: { readonly qop: string; readonly algorithm: string; readonly stale: boolean },
  nonces: KnownNonces,
): void {
  const nonce = createHash('sha1').update(`${nonces.size}${parts.join()}`).digest('hex');
  nonces.set(nonce, 0);
  const fields = [
    'realm="the \\"target\\", itself"',
    ...(qop === 'none' ? [] : [`qop="${qop}"`]),
    `algorithm=${algorithm}`,
    `nonce="${nonce}"`,
    'opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    ...(stale ? ['stale=true'] : []),
  ];
  response.statusCode = 401;
  response.setHeader('www-authenticate', `Digest ${fields.join(', ')}`);
  response.end('prove it');
}

interface Wanted {
  readonly qop: string;
  readonly user: string;
  readonly password: string;
  readonly algorithm: string;
  readonly body: Buffer;
}

/** What RFC 7616 wants as the response, computed from what the client claims. */
function expected(
  { request }: TargetExchange,
  { qop, user, password, algorithm, body }: Wanted,
  sent: Readonly<Record<string, string>>,
): string {
  const name = hashes[algorithm.replace(/-sess$/, '')] ?? 'md5';
  const hash = (text: string | Buffer): string => createHash(name).update(text).digest('hex');
  const { nonce = '', cnonce = '', nc = '', uri = '' } = sent;
  const plain = hash(`${user}:the "target", itself:${password}`);
  const first = algorithm.endsWith('-sess') ? hash(`${plain}:${nonce}:${cnonce}`) : plain;
  const second = hash(`${request.method}:${uri}${qop === 'auth-int' ? `:${hash(body)}` : ''}`);
  if (uri !== request.url) return 'the uri is another';
  return qop === 'none' ? hash(`${first}:${nonce}:${second}`) : hash(`${first}:${nonce}:${nc}:${cnonce}:${qop}:${second}`);
}

function digestFields(header: string): Readonly<Record<string, string>> {
  const pairs = header.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))/g);
  return Object.fromEntries(Array.from(pairs, ([, name = '', quoted, bare]) => [name, quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '']));
}
