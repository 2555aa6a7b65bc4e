import { answer, type ShopRoute } from './shop-route.ts';

/** Health, file uploads, and an API that lets each client in at every second try only. */
export function otherRoutes(): readonly ShopRoute[] {
  const tries = new Map<string, number>();
  return [
    { method: 'GET', path: /^\/health$/, handle: ({ response }) => answer(response, 200, { status: 'ok', version: '1.4.2' }) },
    {
      method: 'GET',
      path: /^\/quota$/,
      handle: ({ request, response }) => {
        const client = String(request.headers['x-client']);
        const count = (tries.get(client) ?? 0) + 1;
        tries.set(client, count);
        if (count % 2 === 0) return answer(response, 200, { remaining: 0 });
        response.setHeader('retry-after', '0');
        answer(response, 429, { error: 'too many requests' });
      },
    },
    {
      method: 'POST',
      path: /^\/files$/,
      handle: async ({ request, response, body }) => {
        const type = request.headers['content-type'] ?? '';
        const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
        const file = form.get('file');
        if (!(file instanceof File)) return answer(response, 400, { error: 'no file' });
        answer(response, 201, { name: file.name, type: file.type, bytes: file.size, title: form.get('title') });
      },
    },
  ];
}
