import { createHmac } from 'node:crypto';
import { answer, jsonOf, type ShopRoute } from './shop-route.ts';

/** A cart by X-Session, and orders; /payments wants its body signed with HMAC-SHA256 and the key `shop-secret`. */
export function orderRoutes(): readonly ShopRoute[] {
  const carts = new Map<string, unknown[]>();
  let orders = 0;
  const cartOf = (session: string | string[] | undefined): unknown[] => {
    const cart = carts.get(String(session)) ?? [];
    carts.set(String(session), cart);
    return cart;
  };
  return [
    {
      method: 'POST',
      path: /^\/cart$/,
      handle: (visit) => {
        const cart = cartOf(visit.request.headers['x-session']);
        cart.push(jsonOf(visit));
        answer(visit.response, 201, { lines: cart.length });
      },
    },
    {
      method: 'GET',
      path: /^\/cart$/,
      handle: ({ request, response }) => answer(response, 200, { lines: cartOf(request.headers['x-session']) }),
    },
    {
      method: 'POST',
      path: /^\/orders$/,
      handle: ({ request, response }) => {
        const lines = cartOf(request.headers['x-session']).splice(0);
        if (lines.length === 0) return answer(response, 409, { error: 'the cart is empty' });
        orders += 1;
        answer(response, 201, { order: orders, lines: lines.length });
      },
    },
    {
      method: 'POST',
      path: /^\/payments$/,
      handle: ({ request, response, body }) => {
        const { 'x-timestamp': timestamp, 'x-signature': signature } = request.headers;
        const right = createHmac('sha256', 'shop-secret')
          .update(`POST\n/payments\n${String(timestamp)}\n${body.toString()}`)
          .digest('hex');
        answer(response, signature === right ? 202 : 401, { accepted: signature === right });
      },
    },
  ];
}
