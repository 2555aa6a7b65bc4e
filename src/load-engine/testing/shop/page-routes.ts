import type { ServerResponse } from 'node:http';
import { answer, type ShopRoute } from './shop-route.ts';

/** Pages for browsers: a home page with assets, a sign-in form with a token against forgery, and an account behind a cookie. */
export function pageRoutes(): readonly ShopRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/$/,
      handle: ({ response }) =>
        page(
          response,
          'Shop',
          '<link rel="stylesheet" href="/assets/shop.css"><script src="/assets/shop.js"></script><img src="/assets/logo.png"><a href="/login">Sign in</a>',
        ),
    },
    {
      method: 'GET',
      path: /^\/assets\/(.+)$/,
      handle: ({ response, id }) => void response.setHeader('cache-control', 'max-age=60').end(id.repeat(500)),
    },
    {
      method: 'GET',
      path: /^\/login$/,
      handle: ({ response }) =>
        page(
          response,
          'Sign in',
          '<form id="login" method="post" action="/login"><input type="hidden" name="csrf" value="c-4711"><input name="username"><input type="password" name="password"><button type="submit">Sign in</button></form>',
        ),
    },
    {
      method: 'POST',
      path: /^\/login$/,
      handle: ({ response, body }) => {
        const form = new URLSearchParams(body.toString());
        if (form.get('csrf') !== 'c-4711') return answer(response, 403, { error: 'forged' });
        if (form.get('password') !== `pass-${form.get('username')}`)
          return page(response, 'Sign in', '<p class="error">Wrong user or password</p>', 401);
        response.setHeader('set-cookie', `session=${form.get('username')}; Path=/; HttpOnly`);
        response.writeHead(302, { location: '/account' }).end();
      },
    },
    {
      method: 'GET',
      path: /^\/account$/,
      handle: ({ request, response }) => {
        const [, user] = /session=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
        if (user === undefined) response.writeHead(302, { location: '/login' }).end();
        else
          page(
            response,
            'Account',
            `<h1>Welcome, ${user}</h1><ul class="orders"><li data-id="1">First</li><li data-id="2">Second</li></ul>`,
          );
      },
    },
  ];
}

function page(response: ServerResponse, title: string, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`);
}
