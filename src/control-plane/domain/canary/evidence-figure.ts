import { numberFigure } from '../gate/figures.ts';

/** Evidence as people read it: how many times over it speaks against chance, from its natural logarithm. */
export function evidenceFigure(log: number): string {
  return log > Math.log(1e6) ? 'over 1,000,000' : numberFigure(Math.exp(log));
}
