import { ScanProblem, scanTemplate, type TemplatePiece } from './scan-template.ts';
import { TemplateError } from './template-error.ts';
import type { Template, TemplateNode } from './template-tree.ts';
import { TokenReader } from './token-reader.ts';

/**
 * Reads a template in the language of Go's text/template. `functions` are the names that it may call.
 *
 * Throws TemplateError in Go's words, `template: NAME:LINE: …`, for what does not parse, an unknown function or variable, and a nesting
 * deeper than 100.
 */
export function parseTemplate(name: string, source: string, functions: ReadonlySet<string>): Template {
  try {
    const reader = new TemplateReader(scanTemplate(source), functions, source.length);
    const nodes = reader.readAll();
    return { name, source, nodes, defined: reader.defined };
  } catch (error) {
    if (!(error instanceof ScanProblem)) throw error;
    const line = source.slice(0, error.at).split('\n').length;
    throw new TemplateError(`template: ${name}:${line}: ${error.message}`, error);
  }
}

const MAX_DEPTH = 100;

/** How a list of nodes ended: by the words of its `end` or `else`, or with the template. */
interface ListEnd {
  readonly nodes: readonly TemplateNode[];
  readonly end: 'end' | 'else' | 'eof';
  /** Behind the `else`. */
  readonly rest: TokenReader | undefined;
}

class TemplateReader {
  readonly defined = new Map<string, readonly TemplateNode[]>();
  readonly #pieces: readonly TemplatePiece[];
  readonly #functions: ReadonlySet<string>;
  readonly #length: number;
  #next = 0;
  #depth = 0;
  #rangeDepth = 0;
  #variables: string[] = ['$'];

  constructor(pieces: readonly TemplatePiece[], functions: ReadonlySet<string>, length: number) {
    this.#pieces = pieces;
    this.#functions = functions;
    this.#length = length;
  }

  readAll(): readonly TemplateNode[] {
    const { nodes, end } = this.#list();
    if (end !== 'eof') throw new ScanProblem(this.#pieces[this.#next - 1]?.at ?? 0, `unexpected {{${end}}}`);
    return nodes;
  }

  #list(): ListEnd {
    if (++this.#depth > MAX_DEPTH) throw new ScanProblem(this.#length, `the template nests deeper than ${MAX_DEPTH}`);
    const nodes: TemplateNode[] = [];
    for (let piece = this.#pieces[this.#next++]; piece !== undefined; piece = this.#pieces[this.#next++]) {
      if (piece.kind === 'text') {
        nodes.push(piece);
        continue;
      }
      const tokens = new TokenReader(piece.tokens, this.#functions, this.#variables);
      const word = tokens.keyword();
      if (word === 'end' || word === 'else') {
        if (word === 'end') tokens.expectEnd('end');
        this.#depth--;
        return { nodes, end: word, rest: tokens };
      }
      const node = this.#action(word, tokens, piece.at);
      if (node !== undefined) nodes.push(node);
    }
    this.#depth--;
    return { nodes, end: 'eof', rest: undefined };
  }

  #action(word: string | undefined, tokens: TokenReader, at: number): TemplateNode | undefined {
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        return this.#control(word, tokens, at);
      case 'break':
      case 'continue':
        if (this.#rangeDepth === 0) throw new ScanProblem(at, `{{${word}}} outside {{range}}`);
        tokens.expectEnd(`{{${word}}}`);
        return { kind: word, at };
      case 'define':
        this.#define(tokens, at);
        return undefined;
      case 'block':
        return this.#block(tokens);
      case 'template':
        return this.#call(tokens);
      case undefined:
      default:
        return { kind: 'action', at: tokens.at, pipeline: tokens.pipeline('command') };
    }
  }

  #control(kind: 'if' | 'with' | 'range', tokens: TokenReader, at: number): TemplateNode {
    const scope = this.#variables.length;
    const pipeline = tokens.pipeline(kind);
    if (kind === 'range') this.#rangeDepth++;
    const body = this.#list();
    if (kind === 'range') this.#rangeDepth--;
    const otherwise = body.end === 'else' ? this.#otherwise(kind, body.rest, at) : [];
    if (body.end === 'eof') throw new ScanProblem(this.#length, 'unexpected EOF');
    this.#variables.length = scope;
    return { kind, at, pipeline, body: body.nodes, otherwise };
  }

  /** `{{else if …}}` is an if within the else, which shares its end. */
  #otherwise(kind: 'if' | 'with' | 'range', rest: TokenReader | undefined, at: number): readonly TemplateNode[] {
    const chained = rest?.keyword();
    if (rest !== undefined && chained !== undefined && chained === kind && kind !== 'range') return [this.#control(kind, rest, at)];
    if (chained !== undefined) throw new ScanProblem(at, `unexpected <${chained}> in else`);
    rest?.expectEnd('else');
    const { nodes, end } = this.#list();
    if (end === 'eof') throw new ScanProblem(this.#length, 'unexpected EOF');
    if (end === 'else') throw new ScanProblem(at, 'expected end; found {{else}}');
    return nodes;
  }

  #define(tokens: TokenReader, at: number): void {
    const name = tokens.string('define clause');
    tokens.expectEnd('define clause');
    this.#body(name, at, 'unexpected EOF');
  }

  #block(tokens: TokenReader): TemplateNode {
    const { at } = tokens;
    const name = tokens.string('block clause');
    const pipeline = tokens.pipeline('block clause');
    this.#body(name, at, 'unexpected EOF');
    return { kind: 'template', at, name, pipeline };
  }

  #body(name: string, at: number, atEof: string): void {
    const outer = this.#variables;
    this.#variables = ['$'];
    const { nodes, end } = this.#list();
    this.#variables = outer;
    if (end !== 'end') throw new ScanProblem(at, end === 'eof' ? atEof : 'unexpected {{else}} in define clause');
    this.defined.set(name, nodes);
  }

  #call(tokens: TokenReader): TemplateNode {
    const { at } = tokens;
    const name = tokens.string('template clause');
    return { kind: 'template', at, name, pipeline: tokens.atEnd ? undefined : tokens.pipeline('template clause') };
  }
}
