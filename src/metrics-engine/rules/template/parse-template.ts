import { readString } from '../../promql/syntax/string-literal.ts';
import { parseOperandNumber } from './operand-number.ts';
import { ScanProblem, scanTemplate, type TemplatePiece, type TemplateToken } from './scan-template.ts';
import { TemplateError } from './template-error.ts';
import { type Command, type Operand, operandText, type Pipeline, type Template, type TemplateNode } from './template-tree.ts';

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

const KEYWORDS: ReadonlySet<string> = new Set(['if', 'else', 'end', 'with', 'range', 'template', 'define', 'block', 'break', 'continue']);

/** Reads the words of one action. */
class TokenReader {
  readonly #tokens: readonly TemplateToken[];
  readonly #functions: ReadonlySet<string>;
  /** The names in sight; shared with the reader of the template, because a declaration is seen by the actions after it. */
  readonly #variables: string[];
  #next = 0;

  constructor(tokens: readonly TemplateToken[], functions: ReadonlySet<string>, variables: string[]) {
    this.#tokens = tokens;
    this.#functions = functions;
    this.#variables = variables;
  }

  get at(): number {
    return this.#peek().at;
  }

  get atEnd(): boolean {
    return this.#peek().kind === 'end';
  }

  /** Takes the keyword that stands next; undefined when none does. */
  keyword(): string | undefined {
    const { kind, text } = this.#peek();
    if (kind !== 'word' || !KEYWORDS.has(text)) return undefined;
    this.#next++;
    return text;
  }

  expectEnd(context: string): void {
    if (!this.atEnd) throw this.#unexpected(context);
  }

  string(context: string): string {
    const token = this.#peek();
    if (token.kind !== 'string') throw this.#unexpected(context);
    this.#next++;
    return textOf(token);
  }

  pipeline(context: string, closing: 'end' | ')' = 'end'): Pipeline {
    const at = this.at;
    const { variables, isAssignment } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      if (this.#closes(closing)) break;
      commands.push(this.#command());
      // A last | with nothing behind it is lawful in Go.
      this.#takes('|');
    }
    if (commands.length === 0) throw new ScanProblem(at, `missing value for ${context}`);
    for (const [stage, command] of commands.entries()) checkStage(command, stage);
    if (!isAssignment) this.#variables.push(...variables);
    return { kind: 'pipeline', at, variables, isAssignment, commands };
  }

  #closes(closing: 'end' | ')'): boolean {
    const { kind, text } = this.#peek();
    if (closing === 'end') return kind === 'end';
    if (kind === 'end') throw new ScanProblem(this.at, 'unclosed left paren');
    return kind === 'sign' && text === ')';
  }

  #declarations(context: string): Pick<Pipeline, 'variables' | 'isAssignment'> {
    const [first, sign, second, then] = this.#tokens.slice(this.#next, this.#next + 4);
    if (first?.kind !== 'variable' || sign?.kind !== 'sign') return { variables: [], isAssignment: false };
    if (sign.text === ':=' || sign.text === '=') return this.#declare([first.text], sign.text, 2);
    if (context !== 'range' || sign.text !== ',' || second?.kind !== 'variable' || (then?.text !== ':=' && then?.text !== '='))
      return { variables: [], isAssignment: false };
    return this.#declare([first.text, second.text], then.text, 4);
  }

  #declare(variables: readonly string[], sign: string, length: number): Pick<Pipeline, 'variables' | 'isAssignment'> {
    this.#next += length;
    return { variables, isAssignment: sign === '=' };
  }

  #command(): Command {
    const at = this.at;
    const args: Operand[] = [];
    do args.push(this.#operand());
    while (!this.#endsCommand());
    return { at, args };
  }

  #endsCommand(): boolean {
    const { kind, text, follows } = this.#peek();
    if (kind === 'end' || (kind === 'sign' && (text === '|' || text === ')'))) return true;
    if (follows) throw this.#unexpected('operand');
    return false;
  }

  #operand(): Operand {
    const term = this.#term();
    const names: string[] = [];
    const { at } = this.#peek();
    for (let next = this.#peek(); next.kind === 'field' && next.follows; next = this.#peek()) {
      names.push(next.text.slice(1));
      this.#next++;
    }
    return names.length === 0 ? term : withFields(term, names, at);
  }

  #term(): Operand {
    const token = this.#peek();
    const { kind, text, at } = token;
    this.#next++;
    switch (kind) {
      case 'dot':
        return { kind: 'dot', at };
      case 'string':
        return { kind: 'string', at, source: text, value: textOf(token) };
      case 'char':
      case 'number':
        return { kind: 'number', at, source: text, ...numberOf(token) };
      case 'variable':
        return { kind: 'variable', at, names: [this.#seen(text)] };
      case 'field':
        return { kind: 'field', at, names: [text.slice(1)] };
      case 'word':
        return this.#word(token);
      case 'sign':
        if (text === '(') return this.#parenthesised();
        break;
      case 'end':
        break;
    }
    this.#next--;
    throw this.#unexpected('command');
  }

  #word({ text, at }: TemplateToken): Operand {
    if (text === 'true' || text === 'false') return { kind: 'bool', at, value: text === 'true' };
    if (text === 'nil') return { kind: 'nil', at };
    if (KEYWORDS.has(text)) throw new ScanProblem(at, `unexpected <${text}> in command`);
    if (!this.#functions.has(text)) throw new ScanProblem(at, `function ${JSON.stringify(text)} not defined`);
    return { kind: 'function', at, name: text };
  }

  #parenthesised(): Operand {
    const pipeline = this.pipeline('parenthesized pipeline', ')');
    this.#next++;
    return pipeline;
  }

  #seen(name: string): string {
    if (!this.#variables.includes(name)) throw new ScanProblem(this.at, `undefined variable ${JSON.stringify(name)}`);
    return name;
  }

  #takes(sign: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'sign' || text !== sign) return false;
    this.#next++;
    return true;
  }

  #peek(): TemplateToken {
    const last = this.#tokens.at(-1);
    return this.#tokens[this.#next] ?? last ?? { kind: 'end', text: '}}', at: 0, follows: false };
  }

  #unexpected(context: string): ScanProblem {
    const { kind, text, at } = this.#peek();
    return new ScanProblem(at, `unexpected ${kind === 'end' ? '"}}"' : JSON.stringify(text)} in ${context}`);
  }
}

function textOf({ text, at }: TemplateToken): string {
  const read = readString(text, 0);
  if (!read.ok) throw new ScanProblem(at, 'invalid syntax');
  return read.value;
}

function numberOf({ kind, text, at }: TemplateToken): { readonly int: bigint | undefined; readonly float: number } {
  if (kind === 'char') {
    const code = textOf({ kind, text: text.replaceAll('"', '\\"').replace(/^'|'$/g, '"'), at, follows: false }).codePointAt(0) ?? 0;
    return { int: BigInt(code), float: code };
  }
  const parsed = parseOperandNumber(text);
  if (parsed === undefined) throw new ScanProblem(at, `bad number syntax: ${JSON.stringify(text)}`);
  return parsed;
}

/** What has fields stands, for Go's messages, where the first of these stands. */
function withFields(term: Operand, names: readonly string[], at: number): Operand {
  switch (term.kind) {
    case 'field':
    case 'variable':
      return { ...term, at, names: [...term.names, ...names] };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      throw new ScanProblem(term.at, `unexpected . after term ${JSON.stringify(operandText(term))}`);
    case 'function':
    case 'pipeline':
    case 'chain':
      return { kind: 'chain', at, of: term, names };
  }
}

const LITERALS: ReadonlySet<Operand['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/** Only the first command of a pipeline may be a plain value: nothing can be given to one. */
function checkStage({ args, at }: Command, stage: number): void {
  const [first] = args;
  if (stage > 0 && first !== undefined && LITERALS.has(first.kind))
    throw new ScanProblem(at, `non executable command in pipeline stage ${stage + 1}`);
}
