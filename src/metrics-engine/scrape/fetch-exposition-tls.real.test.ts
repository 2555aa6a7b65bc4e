import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { failureOf, textFrom } from './testing/fetch-from.ts';
import { type CertificateFiles, makeAuthority, type TestAuthority } from './testing/make-certificates.ts';
import { type OpenTarget, openTarget } from './testing/open-target.ts';

describe('fetchExposition over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-scrape-'));
  let authority: TestAuthority;
  let server: CertificateFiles;
  let client: CertificateFiles;
  before(() => {
    authority = makeAuthority(folder);
    server = authority.issue('server', 'DNS:metrics.internal');
    client = authority.issue('client', 'DNS:collector');
  });
  after(() => rmSync(folder, { recursive: true }));

  const opened: OpenTarget[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((target) => target.close()));
  });

  /** Opens a target that asks who calls, and hangs up on whom the authority does not know, if one is given. */
  async function open(listener: RequestListener, ca?: string): Promise<OpenTarget> {
    const identity = { cert: readFileSync(server.cert), key: readFileSync(server.key), requestCert: true };
    const check = ca === undefined ? { rejectUnauthorized: false } : { rejectUnauthorized: true, ca: readFileSync(ca) };
    const target = await openTarget(listener, { ...identity, ...check });
    opened.push(target);
    return target;
  }
  /** A target that exposes the name on the caller's certificate. */
  const openSecure = (ca?: string) =>
    open((request, response) => {
      const { CN } = (request.socket as TLSSocket).getPeerCertificate().subject ?? {};
      response.writeHead(200, { 'content-type': 'text/plain' }).end(`client ${String(CN)}`);
    }, ca);
  const trusting = () => ({ caFile: authority.ca, serverName: 'metrics.internal', insecureSkipVerify: false });

  it('trusts the authority and the name that it is told', async () => {
    const { origin } = await openSecure();
    assert.equal(await textFrom(origin, { http: { tls: trusting() } }), 'client undefined');
  });

  it('refuses an authority that it was not told, and another name', async () => {
    const { origin } = await openSecure();
    assert.match(await failureOf(origin), /certificate|issuer/);
    assert.match(await failureOf(origin, { http: { tls: { ...trusting(), serverName: 'other.internal' } } }), /altnames|other\.internal/);
  });

  it('believes anybody when the job says so', async () => {
    const { origin } = await openSecure();
    assert.equal(await textFrom(origin, { http: { tls: { insecureSkipVerify: true } } }), 'client undefined');
  });

  it('shows its certificate, and sees when the files are renewed', async () => {
    const { origin } = await openSecure(authority.ca);
    const [certFile, keyFile] = [join(folder, 'current.pem'), join(folder, 'current.key')];
    const http = { tls: { ...trusting(), certFile, keyFile } };
    const use = ({ cert, key }: CertificateFiles) => {
      writeFileSync(certFile, readFileSync(cert));
      writeFileSync(keyFile, readFileSync(key));
    };
    assert.match(await failureOf(origin, { http }), /current\.(pem|key) can't be read: ENOENT/);
    use(client);
    assert.equal(await textFrom(origin, { http }), 'client client');
    use(authority.issue('renewed', 'DNS:collector'));
    assert.equal(await textFrom(origin, { http }), 'client renewed');
    assert.notEqual(await failureOf(origin, { http: { tls: trusting() } }), '');
  });

  it('shows a stranger that it is redirected to no certificate', async () => {
    const stranger = await openSecure();
    const { origin } = await open((_, response) => response.writeHead(302, { location: stranger.origin }).end(), authority.ca);
    const tls = { ...trusting(), certFile: client.cert, keyFile: client.key };
    // The stranger's certificate does not name 127.0.0.1, and the name that the job tells is the target's alone.
    assert.match(await failureOf(origin, { http: { tls } }), /altnames|127\.0\.0\.1/);
    assert.equal(await textFrom(origin, { http: { tls: { ...tls, insecureSkipVerify: true } } }), 'client undefined');
  });
});
