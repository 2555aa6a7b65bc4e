import type { ParameterType, TemplateFunction } from './template-function.ts';
import { type Operand, operandText } from './template-tree.ts';
import { isList, type TemplateValue, typeName } from './template-value.ts';

/** What an argument of a function must be. */
export function typeAt({ parameters, rest }: TemplateFunction, index: number): ParameterType {
  return parameters[index] ?? rest ?? 'any';
}

/** Answers whether a value may be an argument of a type. */
export function fits(value: TemplateValue, type: ParameterType): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'string':
      return typeof value === 'string';
    case 'float':
      return typeof value === 'number';
    case 'sample':
      return value === null || (typeof value === 'object' && 'kind' in value && value.kind === 'sample');
    case 'result':
      return value === null || isList(value);
  }
}

/** Why a value may not be an argument of a type, in Go's words. */
export function argumentProblem(value: TemplateValue, type: ParameterType): string {
  if (value === undefined) return `invalid value; expected ${goType(type)}`;
  return `wrong type for value; expected ${goType(type)}; got ${typeName(value)}`;
}

/** Why what is written may not be an argument of a type, in Go's words; undefined when it may, or its value tells. */
export function literalProblem(arg: Operand, type: ParameterType): string | undefined {
  switch (arg.kind) {
    case 'number':
      return type === 'any' || type === 'float' ? undefined : unfit(arg, type);
    case 'string':
      return type === 'any' || type === 'string' ? undefined : unfit(arg, type);
    case 'bool':
      return type === 'any' ? undefined : unfit(arg, type);
    case 'nil':
      return type === 'string' || type === 'float' ? `cannot assign nil to ${goType(type)}` : undefined;
    case 'dot':
    case 'function':
    case 'variable':
    case 'field':
    case 'chain':
    case 'pipeline':
      return undefined;
  }
}

function unfit(arg: Operand, type: ParameterType): string {
  const isBasic = type === 'float' || type === 'string';
  return isBasic ? `expected ${type}; found ${operandText(arg)}` : `can't handle ${operandText(arg)} for arg of type ${goType(type)}`;
}

function goType(type: ParameterType): string {
  switch (type) {
    case 'any':
      return 'interface {}';
    case 'string':
      return 'string';
    case 'float':
      return 'float64';
    case 'sample':
      return '*template.sample';
    case 'result':
      return 'template.queryResult';
  }
}
