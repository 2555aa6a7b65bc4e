import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { openFixture } from '../script/script-fixture.ts';

const PAGE = `<form action="/search?old=1#top"><input name="q" value="shoes"><input type="submit" name="go" value="Go!"><input type="submit" name="second"></form>
<form id="post" method="post"><input name="csrf" value="t&1"><input name="n" value="1"><input type="checkbox" name="c" value="a" checked><input type="checkbox" name="c" value="b" checked></form>
<form id="up" method="post" action="up" enctype="multipart/form-data"><input name="title" value="x"><input type="file" name="doc"><button formaction="/other" type="submit">Up</button></form>
<form id="plain" method="post" enctype="text/plain"><input name="a" value="1 2"></form>
<form id="bad" action="http://[">x</form>
<a>no href</a><a href="next?page=2">Next</a> <a id="abs" href="/abs#x">Abs</a><div id="d">no form</div>`;

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly type: string | undefined;
  readonly body: string;
}

describe('a page of k6/http', () => {
  let server: Server;
  let base: string;
  let seen: Seen[] = [];
  before(async () => {
    server = createServer((request: IncomingMessage, response) => {
      void text(request).then((body) => {
        seen.push({ method: request.method ?? '', url: request.url ?? '', type: request.headers['content-type'], body });
        response.setHeader('Content-Type', 'text/html').end(request.url === '/shop/page' ? PAGE : 'ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  /** What a script does with the page: what the server saw after it, and what was logged. */
  async function act(
    body: string,
    options = '',
  ): Promise<{ readonly seen: readonly Seen[]; readonly logs: readonly string[]; readonly tags: readonly object[] }> {
    seen = [];
    await using fixture = await openFixture(
      `import http from 'k6/http'; import { check } from 'k6'; ${options} export default function () { const page = http.get(__ENV.BASE + '/shop/page'); ${body} }`,
      { entry: 'script.js', env: { BASE: base } },
    );
    const outcome = await fixture.iterate();
    if (outcome.kind !== 'completed') fixture.logs.push(JSON.stringify(outcome));
    return { seen: seen.slice(1), logs: fixture.logs, tags: fixture.sink.of('http_reqs').map(({ tags }) => tags) };
  }

  it('is read by selectors', async () => {
    const { logs } = await act(
      "console.log(page.html().find('a').size(), page.html('#d').text(), page.html('form').first().attr('action'));",
    );
    assert.deepEqual(logs, ['info: 3 no form /search?old=1#top']);
  });

  it('sends the first form: fields as they are, the button pressed, a query in the place of the old one', async () => {
    const { seen: requests, tags } = await act("const res = page.submitForm(); check(res, { ok: (r) => r.body === 'ok' });");
    assert.deepEqual(requests, [{ method: 'GET', url: '/search?q=shoes&go=Go%21', type: undefined, body: '' }]);
    assert.equal((tags[1] as { readonly method?: string }).method, 'GET');
  });

  it('sets and adds fields, presses the button that is named, and forwards params', async () => {
    const { seen: requests, tags } = await act(
      "page.submitForm({ fields: { q: 'a b', extra: ['1', '2'] }, submitSelector: '[name=second]', params: { tags: { name: 'search' }, headers: { 'X-A': '1' } } });",
    );
    assert.equal(requests[0]?.url, '/search?second=&q=a+b&extra=1&extra=2');
    assert.equal((tags[1] as { readonly name?: string }).name, 'search');
  });

  it('posts a form to its own page, as a form is encoded', async () => {
    const { seen: requests } = await act("page.submitForm({ formSelector: '#post', fields: { n: 5 } });");
    const type = 'application/x-www-form-urlencoded';
    assert.deepEqual(requests, [{ method: 'POST', url: '/shop/page', type, body: 'csrf=t%261&c=a&c=b&n=5' }]);
  });

  it('uploads a form with files, to where its button says', async () => {
    const { seen: requests } = await act(
      "page.submitForm({ formSelector: '#up', fields: { doc: http.file('hello', 'h.txt', 'text/plain') } });",
    );
    assert.equal(requests[0]?.url, '/other');
    assert.match(requests[0]?.type ?? '', /^multipart\/form-data; boundary=/);
    assert.match(
      requests[0]?.body ?? '',
      /name="title"\r\n\r\nx\r\n[^]*name="doc"; filename="h\.txt"\r\nContent-Type: text\/plain\r\n\r\nhello\r\n/,
    );
  });

  it('posts plain text where the form wants it', async () => {
    const { seen: requests } = await act("page.submitForm({ formSelector: '#plain' });");
    assert.deepEqual([requests[0]?.type, requests[0]?.body], ['text/plain', 'a=1 2\r\n']);
  });

  it('follows the first link that leads somewhere, or the one that is named, from the page itself', async () => {
    const { seen: requests } = await act("page.clickLink(); page.clickLink({ selector: '#abs', params: { headers: { a: 'b' } } });");
    assert.deepEqual(
      requests.map(({ url }) => url),
      ['/shop/next?page=2', '/abs'],
    );
  });

  for (const [call, problem] of [
    ["page.submitForm({ formSelector: '#none' })", /no form matches \\"#none\\" in the response of http.*script\.js:1:/],
    ["page.submitForm({ formSelector: '#d' })", /no form matches \\"#d\\"/],
    ["page.submitForm({ formSelector: '#bad' })", /\\"http:\/\/\[\\" in the response of .* is no address/],
    ["page.clickLink({ selector: 'form' })", /no link with an href matches \\"form\\"/],
  ] as const) {
    it(`says that ${problem.source}`, async () => assert.match((await act(call)).logs.join(), problem));
  }

  it('is not there where the body was discarded', async () => {
    const { logs } = await act('page.html();', 'export const options = { discardResponseBodies: true };');
    assert.match(logs.join(), /the body was discarded/);
  });
});
