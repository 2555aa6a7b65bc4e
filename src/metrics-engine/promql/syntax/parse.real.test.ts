import assert from 'node:assert/strict';
import { QueryError } from '../../query-result.ts';
import { type RealPrometheus, startPrometheus } from '../../testing/real-prometheus.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';

/** Expressions that every version of Prometheus since 2.40 reads or refuses alike. */
const LAWFUL = `
x
x{a="b",c!~"d.*"}
{a="b",c!="d"}
-x ^ 2
-(x + y)
(-1) ^ 2
2 ^ -x
1 + 2 * 3 ^ 4
1 - (2 - 3)
a atan2 b * c
a or b and c unless d
(a or b) and c
a > bool 2
a == b != c
a and on (b) c
a / ignoring (b) group_left (c) d
a * on (b) group_right () c
sum(x)
sum by (a, b) (x)
sum without (a) (x)
topk(2, x)
quantile(0.9, x)
count_values("v", x)
rate(x[5m])
rate(x[1h30m] offset 1d)
x[30d]
x[2w] offset -5m
x @ 12.500
x @ start()
max_over_time(rate(x[5m])[1h:1m])
max_over_time(x[1h:] @ end() offset 1h)
(a + b)[1h:5m]
absent(x{a="b"})
label_replace(x, "a", "$1", "b", "(.*)")
histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))
scalar(x) + time()
sum
by + offset
x{by="a",inf="b",on="c"}
x{a="\\n\\t\\\\\\"é😀"}
"text"
NaN
`;

const UNLAWFUL = `
1+
*1
1 */ 2
(1
1)
()
x;y
x ! y
x =~ y
x = y
x, y
1 2
x sum
x by
x a:b
on
x + bool
atan2
"open
"\\q"
"\\x4"
"\\ud800"
x{
x{{
x{a
x{a}
x{a b}
x{a=b}
x{a=}
x{="b"}
x{1="b"}
x{a:b="c"}
x{a ! b}
x{a="b" c="d"}
x{a="b"}{c="d"}
{}
{a=~".*"}
{a!="x"}
x{__name__="y"}
x]
x}
x[0m]
1[5m]
(x)[5m]
x[5m][5m]
x offset 1m[5m]
x @ 10 [5m]
x offset 1m offset 2m
1 offset 1d
(x) offset 1d
x @ 1 @ 2
x @ y
x @ start
x @ inf
x[5m][5m:]
1[5m:]
-x[5m]
-"x"
1 == 1
x + bool y
x[5m] + 1
"a" + "b"
1 and x
x + on (a) 1
x and on (a) group_left () y
x / on (a, b) group_left (b) y
x / on a y
x / on (1) y
x / on (a b) y
sum()
sum(x, y)
topk(x)
sum by (a)
sum by (a) (x) by (b)
sum(1)
sum(x y)
topk(x, y)
count_values(5, x)
nonsense(x)
Rate(x[5m])
by(x)
rate(x[5m],)
abs(x[5m])
rate(x)
rate()
rate(x[5m], 1)
round()
round(x, 1, 2)
label_join(x, "a")
`;

describe('parse and a running Prometheus', () => {
  let server: RealPrometheus;
  before(async () => {
    server = await startPrometheus('scrape_configs: []');
  });
  after(() => server.close());

  for (const text of linesOf(LAWFUL)) {
    it(`format ${text} alike`, async () => assert.deepEqual({ text: print(parse(text)) }, await formatAt(server, text)));
  }
  for (const text of linesOf(UNLAWFUL)) {
    it(`refuse ${text} in the same words`, async () => assert.deepEqual(refusalOf(text), await formatAt(server, text)));
  }
});

type Formatted = { readonly text: string } | { readonly refusal: string };

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function refusalOf(text: string): Formatted {
  try {
    return { text: print(parse(text)) };
  } catch (error) {
    if (error instanceof QueryError) return { refusal: error.message };
    throw error;
  }
}

async function formatAt({ baseUrl }: RealPrometheus, query: string): Promise<Formatted> {
  const response = await fetch(`${baseUrl}/api/v1/format_query`, {
    method: 'POST',
    body: new URLSearchParams({ query }),
    signal: AbortSignal.timeout(10_000),
  });
  const answer = (await response.json()) as { readonly data?: string; readonly error?: string };
  if (answer.data !== undefined) return { text: answer.data };
  return { refusal: (answer.error ?? '').replace(/^invalid parameter "query": /, '') };
}
