import { parse } from '../promql/syntax/parse.ts';
import { print } from '../promql/syntax/print.ts';
import { type ApiAnswer, apiAnswer } from './api-answer.ts';
import type { ApiRequest } from './api-request.ts';
import { textParam } from './parameters.ts';

/** `/format_query`: the expression as its tree writes it, on one line and without parentheses that say nothing. */
export function answerFormatQuery({ params }: ApiRequest): ApiAnswer {
  return apiAnswer(print(parse(textParam(params, 'query'))));
}
