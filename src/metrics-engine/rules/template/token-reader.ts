import { ScanProblem, type TemplateToken } from './scan-template.ts';
import type { Command, Operand, Pipeline } from './template-tree.ts';
import { operandText } from './template-tree.ts';
import { numberOf, textOf } from './token-literal.ts';

const KEYWORDS: ReadonlySet<string> = new Set(['if', 'else', 'end', 'with', 'range', 'template', 'define', 'block', 'break', 'continue']);

/** Reads the words of one action. */
export class TokenReader {
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
