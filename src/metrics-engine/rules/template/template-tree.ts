/** Where a node begins in its template, in UTF-16 units. */
interface Placed {
  readonly at: number;
}

export type Operand =
  | (Placed & { readonly kind: 'dot' | 'nil' })
  | (Placed & { readonly kind: 'bool'; readonly value: boolean })
  | NumberOperand
  | (Placed & { readonly kind: 'string'; readonly source: string; readonly value: string })
  | (Placed & { readonly kind: 'function'; readonly name: string })
  /** `$name.field.field`; names[0] has its dollar. */
  | (Placed & { readonly kind: 'variable'; readonly names: readonly string[] })
  /** `.field.field` */
  | (Placed & { readonly kind: 'field'; readonly names: readonly string[] })
  /** `(pipeline).field` or `function.field` */
  | (Placed & { readonly kind: 'chain'; readonly of: Operand; readonly names: readonly string[] })
  | Pipeline;

/** A number as written: what it is depends on what it is given to. */
export interface NumberOperand extends Placed {
  readonly kind: 'number';
  readonly source: string;
  /** undefined when it has a fraction or does not fit. */
  readonly int: bigint | undefined;
  readonly float: number;
}

/** Words that are carried out together: a function and its arguments, or one value. */
export interface Command extends Placed {
  readonly args: readonly Operand[];
}

/** Commands, each of which is given what the one before it gave; and the variables that get the last one's. */
export interface Pipeline extends Placed {
  readonly kind: 'pipeline';
  readonly variables: readonly string[];
  /** `=` sets variables that are there, `:=` makes them. */
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
}

export type TemplateNode =
  | (Placed & { readonly kind: 'text'; readonly text: string })
  | (Placed & { readonly kind: 'action'; readonly pipeline: Pipeline })
  | (Placed & {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    })
  | (Placed & { readonly kind: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined })
  | (Placed & { readonly kind: 'break' | 'continue' });

/** A template that was read, with those that it defines. */
export interface Template {
  readonly name: string;
  readonly source: string;
  readonly nodes: readonly TemplateNode[];
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** Writes an operand as Go does in its messages. */
export function operandText(operand: Operand): string {
  switch (operand.kind) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(operand.value);
    case 'number':
    case 'string':
      return operand.source;
    case 'function':
      return operand.name;
    case 'variable':
      return operand.names.join('.');
    case 'field':
      return operand.names.map((name) => `.${name}`).join('');
    case 'chain':
      return `${operand.of.kind === 'pipeline' ? `(${operandText(operand.of)})` : operandText(operand.of)}${operand.names.map((name) => `.${name}`).join('')}`;
    case 'pipeline':
      return pipelineText(operand);
  }
}

function pipelineText({ variables, isAssignment, commands }: Pipeline): string {
  const declared = variables.length === 0 ? '' : `${variables.join(', ')} ${isAssignment ? '=' : ':='} `;
  return declared + commands.map(commandText).join(' | ');
}

/** Writes a command as Go does in its messages. */
export function commandText({ args }: Command): string {
  return args.map((arg) => (arg.kind === 'pipeline' ? `(${operandText(arg)})` : operandText(arg))).join(' ');
}
