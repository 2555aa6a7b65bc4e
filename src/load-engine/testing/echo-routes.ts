import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { answerJson, answerText, numberPart, type TargetRoute } from './target-exchange.ts';

/** Routes that tell what they were sent, and plain content. */
export const echoRoutes: Readonly<Record<string, TargetRoute>> = {
  /** The request as JSON, its body as text. */
  echo: async (exchange) => {
    const { method, url, headers, httpVersion } = exchange.request;
    const body = (await exchange.body()).toString();
    answerJson(exchange, { method, url, httpVersion, headers, body });
  },

  /** The address that the request came from. */
  from: (exchange) => answerText(exchange, exchange.request.socket.remoteAddress ?? ''),

  /** Whose certificate the client showed, by its common name; null without one. */
  certificate: (exchange) => {
    const { socket } = exchange.request;
    const shown = 'getPeerCertificate' in socket ? (socket as TLSSocket).getPeerCertificate().subject : undefined;
    answerJson(exchange, { commonName: shown?.CN ?? null });
  },

  /** How many bytes came, and their SHA-256. */
  upload: async (exchange) => {
    const body = await exchange.body();
    answerJson(exchange, { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') });
  },

  /** The parts of a multipart body as JSON: name, filename, type, size, and text. */
  multipart: async (exchange) => {
    const body = await exchange.body();
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': exchange.request.headers['content-type'] ?? '' },
    }).formData();
    const parts = await Promise.all(
      Array.from(form.entries(), async ([name, value]) =>
        typeof value === 'string'
          ? { name, text: value }
          : { name, filename: value.name, type: value.type, size: value.size, text: await value.text() },
      ),
    );
    answerJson(exchange, { parts });
  },

  /** /bytes/1000: so many bytes. */
  bytes: (exchange) => {
    exchange.response.setHeader('content-type', 'application/octet-stream');
    exchange.response.end(Buffer.alloc(numberPart(exchange, 0, 100), 'x'));
  },

  /** A small page of HTML with a link and a form. */
  html: ({ response }) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      '<html><head><title>Shop</title></head><body><a id="more" href="/echo?from=link">more</a>' +
        '<form method="post" action="/echo"><input name="user" value="ann"><input type="submit" name="go" value="Go"></form></body></html>',
    );
  },

  /** /text/anything */
  text: (exchange) => answerText(exchange, exchange.parts.join('/')),
};
