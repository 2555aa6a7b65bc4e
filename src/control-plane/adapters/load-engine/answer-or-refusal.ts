import type { LoadRefusal } from '../../control/ports/load-engine.ts';
import type { EngineAnswer } from './engine-message.ts';
import { wrongAnswer } from './wrong-answer.ts';

type Given = Exclude<EngineAnswer, { readonly type: 'failed' }>;

/** The answer that belongs to a command, or the refusal of what was asked; throws SourceError for the answer of another command. */
export function answerOrRefusal<Type extends Given['type']>(
  answer: Given,
  type: Type,
): LoadRefusal | Extract<Given, { readonly type: Type }> {
  if (answer.type === 'refused') return { kind: 'refused', blame: answer.blame, message: answer.message };
  if (answer.type !== type) throw wrongAnswer(answer.type);
  return answer as Extract<Given, { readonly type: Type }>;
}
