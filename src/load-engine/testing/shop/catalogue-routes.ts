import { answer, jsonOf, type ShopRoute, type ShopVisit } from './shop-route.ts';

interface Item {
  readonly id: number;
  readonly name: string;
  readonly price: number;
}

/** Items that can be listed by the page, searched, asked for by GraphQL, created, changed and deleted. */
export function catalogueRoutes(): readonly ShopRoute[] {
  const items = new Map<number, Item>(
    Array.from({ length: 10 }, (_, index) => [index + 1, { id: index + 1, name: `Item ${index + 1}`, price: 5 * (index + 1) }]),
  );
  let lastId = items.size;
  const add = (fields: Readonly<Record<string, unknown>>): Item => {
    lastId += 1;
    const item = { id: lastId, name: String(fields['name']), price: Number(fields['price'] ?? 1) };
    items.set(item.id, item);
    return item;
  };
  const withItem = (handle: (visit: ShopVisit, item: Item) => void) => (visit: ShopVisit) => {
    const item = items.get(Number(visit.id));
    if (item === undefined) answer(visit.response, 404, { error: 'no such item' });
    else handle(visit, item);
  };
  return [
    { method: 'GET', path: /^\/items$/, handle: (visit) => answerPage(visit, [...items.values()]) },
    {
      method: 'GET',
      path: /^\/search$/,
      handle: ({ url, response }) =>
        answer(
          response,
          200,
          [...items.values()].filter(({ name }) => name.includes(url.searchParams.get('q') ?? '')),
        ),
    },
    {
      method: 'POST',
      path: /^\/items$/,
      handle: (visit) => {
        const { name } = jsonOf(visit);
        if (typeof name !== 'string' || name === '') return answer(visit.response, 422, { error: 'an item needs a name' });
        const item = add(jsonOf(visit));
        visit.response.setHeader('location', `/items/${item.id}`);
        answer(visit.response, 201, item);
      },
    },
    { method: 'GET', path: /^\/items\/(\d+)$/, handle: withItem(({ response }, item) => answer(response, 200, item)) },
    {
      method: 'PATCH',
      path: /^\/items\/(\d+)$/,
      handle: withItem((visit, item) => {
        const changed = { ...item, ...jsonOf(visit), id: item.id };
        items.set(item.id, changed);
        answer(visit.response, 200, changed);
      }),
    },
    {
      method: 'DELETE',
      path: /^\/items\/(\d+)$/,
      handle: withItem(({ response }, item) => {
        items.delete(item.id);
        answer(response, 204);
      }),
    },
    {
      method: 'POST',
      path: /^\/graphql$/,
      handle: (visit) => {
        const { query, variables = {} } = jsonOf(visit) as {
          readonly query: string;
          readonly variables?: Readonly<Record<string, unknown>>;
        };
        if (query.includes('createItem')) return answer(visit.response, 200, { data: { createItem: add(variables) } });
        if (!query.includes('items')) return answer(visit.response, 200, { errors: [{ message: 'unknown field' }] });
        answer(visit.response, 200, { data: { items: [...items.values()].slice(0, Number(variables['first'] ?? 5)) } });
      },
    },
  ];
}

/** The next page stands in the body and in a Link header, as APIs do either. */
function answerPage({ url, response }: ShopVisit, items: readonly Item[]): void {
  const [page, limit] = [Number(url.searchParams.get('page') ?? 1), Number(url.searchParams.get('limit') ?? 4)];
  const next = page * limit < items.length ? `/items?page=${page + 1}&limit=${limit}` : undefined;
  if (next !== undefined) response.setHeader('link', `<${next}>; rel="next"`);
  answer(response, 200, { items: items.slice((page - 1) * limit, page * limit), total: items.length, next });
}
