import type { ExpositionFormat } from './exposition-format.ts';
import { TextCursor, unescapeQuoted } from './text-cursor.ts';

/** What a metric measures, as its target says. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown' | 'gaugehistogram' | 'info' | 'stateset';

/** What one comment tells about a metric family. */
export type MetadataLine =
  | { readonly kind: 'type'; readonly family: string; readonly type: MetricType }
  | { readonly kind: 'help'; readonly family: string; readonly help: string }
  | { readonly kind: 'unit'; readonly family: string; readonly unit: string };

/** What a comment means: something about a family, nothing to a machine, or what is wrong with it. */
export type ParsedComment =
  | { readonly ok: true; readonly metadata: MetadataLine | undefined }
  | { readonly ok: false; readonly problem: string };

const TYPES: Readonly<Record<ExpositionFormat, ReadonlyMap<string, MetricType>>> = {
  text: new Map<string, MetricType>([
    ['counter', 'counter'],
    ['gauge', 'gauge'],
    ['histogram', 'histogram'],
    ['summary', 'summary'],
    ['untyped', 'unknown'],
  ]),
  'open-metrics': new Map(
    (['counter', 'gauge', 'histogram', 'gaugehistogram', 'summary', 'info', 'stateset', 'unknown'] as const).map((type) => [type, type]),
  ),
};
const KEYWORD = { text: /^#[ \t]+(HELP|TYPE)[ \t]+/, 'open-metrics': /^# (HELP|TYPE|UNIT) / } as const;

/**
 * Reads a line that begins with `#`, without its newline. In the text format a line without HELP or TYPE is a remark and means nothing;
 * OpenMetrics has no remarks.
 */
export function parseComment(line: string, format: ExpositionFormat): ParsedComment {
  const keyword = KEYWORD[format].exec(line);
  if (keyword === null) {
    if (format === 'text') return { ok: true, metadata: undefined };
    return { ok: false, problem: `expected # HELP, # TYPE, # UNIT or # EOF, found ${JSON.stringify(line.slice(0, 20))}` };
  }
  const cursor = new TextCursor(line, format);
  cursor.at = keyword[0].length;
  const family = cursor.quoted() ?? cursor.name('metric');
  if (family === undefined) return { ok: false, problem: `expected a metric name after ${keyword[1]}, found ${cursor.found}` };
  const rest = line.slice(cursor.at);
  if (format === 'open-metrics' && !rest.startsWith(' ')) return { ok: false, problem: `expected a text after the name in ${keyword[1]}` };
  return describe(keyword[1] ?? '', family, rest.slice(1), format);
}

function describe(keyword: string, family: string, text: string, format: ExpositionFormat): ParsedComment {
  if (keyword === 'HELP') return { ok: true, metadata: { kind: 'help', family, help: unescapeHelp(text, format) } };
  if (keyword === 'UNIT') return unitOf(family, text);
  const type = TYPES[format].get(text);
  if (type === undefined) return { ok: false, problem: `unknown metric type ${JSON.stringify(text)}` };
  return { ok: true, metadata: { kind: 'type', family, type } };
}

function unitOf(family: string, unit: string): ParsedComment {
  if (unit !== '' && !family.endsWith(`_${unit}`))
    return { ok: false, problem: `the unit ${JSON.stringify(unit)} is not the end of the name ${JSON.stringify(family)}` };
  return { ok: true, metadata: { kind: 'unit', family, unit } };
}

/** The text format escapes no quotes in help texts. */
function unescapeHelp(text: string, format: ExpositionFormat): string {
  if (format === 'open-metrics') return unescapeQuoted(text);
  return text.replaceAll(/\\[n\\]/g, (escape) => (escape === '\\n' ? '\n' : '\\'));
}
