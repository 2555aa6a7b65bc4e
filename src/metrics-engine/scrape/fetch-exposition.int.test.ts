import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HttpClientConfig } from './http-client-config.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import { failureOf, fetchFrom, textFrom } from './testing/fetch-from.ts';
import { type OpenTarget, openTarget } from './testing/open-target.ts';

const TEXT = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };

describe('fetchExposition', () => {
  const opened: OpenTarget[] = [];
  let asked: IncomingMessage[];

  beforeEach(() => {
    asked = [];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((target) => target.close()));
  });

  async function open(answer: RequestListener): Promise<OpenTarget> {
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      asked.push(request);
      answer(request, response);
    };
    const target = await openTarget(listener);
    opened.push(target);
    return target;
  }

  const authorizationFor = async (http: Partial<HttpClientConfig>): Promise<string | undefined> => {
    const { origin } = await open((_, response) => response.writeHead(200, TEXT).end());
    await fetchFrom(origin, { http });
    return asked.at(-1)?.headers.authorization;
  };

  describe('over HTTP', () => {
    it('asks for OpenMetrics first, for gzip, and tells its patience', async () => {
      const { origin } = await open((_, response) => response.writeHead(200, TEXT).end('x 1\n'));
      assert.equal(await textFrom(`${origin}/metrics?module=fast`), 'x 1\n');
      assert.equal(asked[0]?.url, '/metrics?module=fast');
      const {
        accept,
        'accept-encoding': encoding,
        'x-prometheus-scrape-timeout-seconds': patience,
        'user-agent': agent,
      } = asked[0]?.headers ?? {};
      assert.equal(
        accept,
        'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,' +
          'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
      );
      assert.deepEqual([encoding, patience, agent, asked[0]?.headers.authorization], ['gzip', '10', 'sluice-collector', undefined]);
    });

    it('asks for what the job names', async () => {
      const { origin } = await open((_, response) => response.writeHead(200, TEXT).end());
      await fetchFrom(origin, { scrapeProtocols: ['PrometheusText0.0.4'], http: { enableCompression: false }, timeoutMs: 1500 });
      const { accept, 'accept-encoding': encoding, 'x-prometheus-scrape-timeout-seconds': patience } = asked[0]?.headers ?? {};
      assert.deepEqual([accept, encoding, patience], ['text/plain;version=0.0.4;q=0.2,*/*;q=0.1', 'identity', '1.5']);
    });

    it('takes the format from the Content-Type', async () => {
      const { origin } = await open(({ url }, response) =>
        response.writeHead(200, { 'content-type': decodeURIComponent(url?.slice(1) ?? '') }).end(),
      );
      const formatFor = async (type: string) => (await fetchFrom(`${origin}/${encodeURIComponent(type)}`)).format;
      assert.equal(await formatFor('application/openmetrics-text; version=1.0.0; charset=utf-8'), 'open-metrics');
      assert.equal(await formatFor('Text/Plain'), 'text');
      assert.match(
        await failureOf(`${origin}/text%2Fhtml`),
        /has the Content-Type "text\/html", which is no format of metrics: .* fallback_scrape_protocol/,
      );
      assert.equal((await fetchFrom(`${origin}/text%2Fhtml`, { fallbackProtocol: 'PrometheusText0.0.4' })).format, 'text');
      assert.equal((await fetchFrom(`${origin}/text%2Fhtml`, { fallbackProtocol: 'OpenMetricsText0.0.1' })).format, 'open-metrics');
    });

    it('refuses an answer that does not say what it is', async () => {
      const { origin } = await open((_, response) => response.end('x 1\n'));
      assert.match(await failureOf(origin), /has no Content-Type/);
      assert.equal((await fetchFrom(origin, { fallbackProtocol: 'PrometheusText0.0.4' })).format, 'text');
    });

    it('uncompresses', async () => {
      const { origin } = await open((_, response) =>
        response.writeHead(200, { ...TEXT, 'content-encoding': 'gzip' }).end(gzipSync('x 1\n')),
      );
      assert.equal(await textFrom(origin), 'x 1\n');
    });

    it('fails when the compression is cut off, broken, or another one', async () => {
      const whole = gzipSync('x 1\n'.repeat(1000));
      const bodies = new Map([
        ['/cut', whole.subarray(0, whole.length - 9)],
        ['/broken', Buffer.concat([whole.subarray(0, 20), Buffer.alloc(20, 0xff), whole.subarray(40)])],
        ['/empty', Buffer.alloc(0)],
      ]);
      const { origin } = await open(({ url = '' }, response) => {
        response.writeHead(200, { ...TEXT, 'content-encoding': url === '/br' ? 'br' : 'gzip' }).end(bodies.get(url) ?? whole);
      });
      for (const path of bodies.keys()) assert.match(await failureOf(`${origin}${path}`), /the target's answer is no whole gzip/, path);
      assert.match(await failureOf(`${origin}/br`), /compressed by "br", which was not asked for/);
    });

    it('fails at a body that is too large, as sent or uncompressed, and asks for no more of it', async () => {
      let sent = 0;
      const { origin } = await open(({ url }, response) => {
        if (url === '/bomb')
          return response.writeHead(200, { ...TEXT, 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000)));
        response.writeHead(200, TEXT);
        const more = () => {
          sent += 65_536;
          return sent > 500e6 || response.destroyed ? response.end() : response.write(Buffer.alloc(65_536, '#'), more);
        };
        return more();
      });
      for (const path of ['/endless', '/bomb']) {
        await assert.rejects(fetchFrom(`${origin}${path}`), (error: unknown) => {
          assert.ok(error instanceof ScrapeLimitError, String(error));
          assert.equal(error.limit, 'body-size');
          assert.match(error.message, /more than 1000000 bytes/);
          return true;
        });
      }
      assert.ok(sent < 100e6, `${sent} bytes were sent`);
    });

    it('fails on any status but 200', async () => {
      const { origin } = await open(({ url }, response) => response.writeHead(Number(url?.slice(1)), TEXT).end('x 1\n'));
      for (const status of [204, 304, 401, 404, 500, 503])
        assert.match(await failureOf(`${origin}/${status}`), new RegExp(`the target answered ${status}`));
    });

    it('fails when the answer ends half-way, whether its length was told or not', async () => {
      const { origin } = await open((request, response) => {
        const length = request.url === '/told' ? { 'content-length': 1000 } : {};
        response.writeHead(200, { ...TEXT, ...length }).write('x 1\n', () => request.socket.destroy());
      });
      assert.match(await failureOf(`${origin}/told`), /does not match content-length|other side closed/);
      assert.match(await failureOf(`${origin}/chunked`), /other side closed|Invalid EOF state/);
    });

    it('ends at its deadline while the target is silent, and while it dribbles', async () => {
      const dribbling = new AbortController();
      const { origin } = await open(({ url }, response) => {
        if (url === '/silent') return dribbling.abort();
        response.writeHead(200, TEXT).write('x 1\n');
        return setImmediate(() => dribbling.abort());
      });
      await assert.rejects(fetchFrom(`${origin}/silent`, { signal: dribbling.signal }), { name: 'AbortError' });
      const second = new AbortController();
      const { origin: slow } = await open((_, response) => {
        response.writeHead(200, TEXT).write('x 1\n', () => second.abort());
      });
      await assert.rejects(fetchFrom(slow, { signal: second.signal }), { name: 'AbortError' });
    });

    it('says why nobody answers', async () => {
      const target = await openTarget(() => undefined);
      await target.close();
      assert.match(await failureOf(target.origin), /ECONNREFUSED/);
    });
  });

  describe('with credentials', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-scrape-'));
    after(() => rmSync(folder, { recursive: true }));

    it('shows a name and password', async () =>
      assert.equal(
        await authorizationFor({ basicAuth: { username: 'scraper', password: { kind: 'text', text: 'pa:ss' } } }),
        `Basic ${Buffer.from('scraper:pa:ss').toString('base64')}`,
      ));

    it('shows a token, read anew from its file at each scrape', async () => {
      const path = join(folder, 'token');
      const http = { authorization: { type: 'Bearer', credentials: { kind: 'file', path } } } as const;
      writeFileSync(path, ' first\n');
      assert.equal(await authorizationFor(http), 'Bearer first');
      writeFileSync(path, 'second');
      assert.equal(await authorizationFor(http), 'Bearer second');
    });

    it('names the file that can’t be read, and asks nobody', async () => {
      const { origin } = await open((_, response) => response.writeHead(200, TEXT).end());
      const path = join(folder, 'none');
      assert.match(
        await failureOf(origin, { http: { authorization: { type: 'Bearer', credentials: { kind: 'file', path } } } }),
        /the file .*none can't be read: ENOENT/,
      );
      assert.equal(asked.length, 0);
    });

    it('keeps a secret that no header can hold out of its message', async () => {
      const message = await failureOf('http://127.0.0.1:1', {
        http: { authorization: { type: 'Bearer', credentials: { kind: 'text', text: 'hush\nhush' } } },
      });
      assert.match(message, /the credentials are empty, or have characters that no header may hold/);
      assert.doesNotMatch(message, /hush/);
    });
  });

  describe('redirected', () => {
    const http = { authorization: { type: 'Bearer', credentials: { kind: 'text', text: 'hush' } } } as const;

    it('goes where the target sends it, with credentials to the same origin alone', async () => {
      const stranger = await open((_, response) => response.writeHead(200, TEXT).end('y 2\n'));
      const { origin } = await open(({ url }, response) => {
        if (url === '/metrics') return response.writeHead(200, TEXT).end('x 1\n');
        return response.writeHead(url === '/home' ? 302 : 308, { location: url === '/home' ? '/metrics' : `${stranger.origin}/m` }).end();
      });
      assert.equal(await textFrom(`${origin}/home`, { http }), 'x 1\n');
      assert.equal(await textFrom(`${origin}/away`, { http }), 'y 2\n');
      assert.deepEqual(
        asked.map(({ url, headers }) => [url, headers.authorization]),
        [
          ['/home', 'Bearer hush'],
          ['/metrics', 'Bearer hush'],
          ['/away', 'Bearer hush'],
          ['/m', undefined],
        ],
      );
    });

    it('stays when the job says so', async () => {
      const { origin } = await open((_, response) => response.writeHead(302, { location: '/metrics' }).end());
      assert.match(await failureOf(origin, { http: { followRedirects: false } }), /the target answered 302/);
      assert.equal(asked.length, 1);
    });

    it('gives up where redirects lead nowhere, in circles, or out of the web', async () => {
      const { origin } = await open(({ url }, response) => {
        if (url === '/nowhere') return response.writeHead(301).end();
        return response.writeHead(301, { location: url === '/file' ? 'file:///etc/hostname' : '/circle' }).end();
      });
      assert.match(await failureOf(`${origin}/nowhere`), /answered 301 without a Location to follow/);
      assert.match(await failureOf(`${origin}/file`), /answered 301 without a Location to follow/);
      assert.match(await failureOf(`${origin}/circle`), /more than 10 redirects/);
      assert.equal(asked.length, 13);
    });
  });
});
