import { type LiveBlock, liveBlock } from './live-block.ts';
import type { GateProgress } from './local-actions.ts';
import { gateRow } from './render/ci-gate-text.ts';
import { loadLine } from './render/load-line.ts';
import { markText, stateMark } from './render/mark.ts';
import { printable } from './render/printable.ts';
import type { Screen } from './terminal.ts';

/** Shows gates under way. */
export interface GateDisplay {
  readonly show: (progress: GateProgress) => void;
  readonly close: () => void;
}

type Finished = Extract<GateProgress, { readonly kind: 'gate-finished' }>['result'];

function finishedSentence(result: Finished): string {
  const { state, reasons, note } = gateRow(result);
  const told = reasons.find(({ verdict }) => verdict === state)?.sentence ?? note ?? '';
  return printable(told);
}

// Often enough to see that it goes on, seldom enough for a log.
const loadLogEveryMs = 15_000;

/** Lines for a log: each gate as it starts and ends, and the load every 15 s. */
export function gateLog({ stream, paint }: Screen): GateDisplay {
  let nextLoadMs = loadLogEveryMs;
  return {
    close: () => undefined,
    show: (progress) => {
      if (progress.kind === 'gate-started') stream.write(`${progress.gate}: started\n`);
      if (progress.kind === 'gate-finished')
        stream.write(`${progress.result.gate}: ${progress.result.verdict}. ${finishedSentence(progress.result)}\n`);
      if (progress.kind !== 'load' || progress.elapsedMs < nextLoadMs) return;
      nextLoadMs = progress.elapsedMs + loadLogEveryMs;
      stream.write(`load: ${loadLine(progress, paint).replace(/^[█░]+ ?/u, '')}\n`);
    },
  };
}

/** A block that is painted over: a line for each gate, and the load as it runs. */
export function gateLive(screen: Screen): GateDisplay {
  const block: LiveBlock = liveBlock(screen);
  const { paint } = screen;
  const lines = new Map<string, string>();
  return {
    close: block.close,
    show: (progress) => {
      if (progress.kind === 'gate-started') lines.set(progress.gate, paint.cyan(`● ${progress.gate}`));
      if (progress.kind === 'load') lines.set('load', `${paint.cyan('● load')}  ${loadLine(progress, paint)}`);
      if (progress.kind === 'gate-finished') {
        const mark = stateMark(progress.result.verdict, paint);
        lines.set(progress.result.gate, `${mark.style(`${markText(mark)} ${progress.result.gate}`)}  ${finishedSentence(progress.result)}`);
      }
      block.paint([...lines.values()]);
    },
  };
}
