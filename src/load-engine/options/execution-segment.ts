import { ScriptRefused } from '../load-result.ts';
import { commonDenominator, type Fraction, fractionText, parseFraction } from './fraction.ts';
import { repeatedShare, type Share, WHOLE_SHARE } from './share.ts';

/** The part of a test that one process runs, and how the whole is divided, as k6 writes them: `1/4:1/2` of `0,1/4,1/2,1`. */
export interface ExecutionSegment {
  readonly segment: string;
  readonly sequence: string;
}

/** All of a test. */
export const WHOLE_TEST: ExecutionSegment = { segment: '0:1', sequence: '0,1' };

/** A segment as the options write it, and its share of every row of users, iterations and starts. */
export interface SegmentReading {
  readonly segment: ExecutionSegment;
  readonly share: Share;
  /** 0..1 of the test. */
  readonly fraction: number;
}

/** A division into more equal cells than this is a slip of the pen: its pattern would repeat after hours only. */
const MOST_CELLS = 100_000;

/**
 * Reads `executionSegment` and `executionSegmentSequence`: fractions, decimals or percents, such as '0:1/4', '25%:50%', '1/4' (from 0).
 *
 * Without a sequence the test is divided into equal cells as fine as the segment is written. Throws ScriptRefused for what is no segment,
 * and for one that does not begin and end where parts of the sequence do: it would overlap with another's.
 */
export function readSegment(segment: string | undefined, sequence: string | undefined): SegmentReading {
  if (isEmpty(segment)) {
    if (!isEmpty(sequence)) throw new ScriptRefused('options.executionSegmentSequence: has no meaning without executionSegment');
    return { segment: WHOLE_TEST, share: WHOLE_SHARE, fraction: 1 };
  }
  const bounds = readBounds(segment);
  const ends = isEmpty(sequence) ? undefined : readSequence(sequence);
  const cells = commonDenominator([...bounds, ...(ends ?? [])]);
  if (cells > MOST_CELLS)
    throw new ScriptRefused(
      `options.executionSegment: "${segment}" divides the test into ${cells} cells, and at most ${MOST_CELLS} are told apart`,
    );
  const [from, to] = bounds.map((bound) => cellOf(bound, cells)) as [number, number];
  const parts = ends?.map((end) => cellOf(end, cells)) ?? Array.from({ length: cells + 1 }, (_, cell) => cell);
  if (!parts.includes(from) || !parts.includes(to))
    throw new ScriptRefused(`options.executionSegment: "${segment}" is no part of executionSegmentSequence "${sequence}"`);
  const texts = {
    segment: bounds.map(fractionText).join(':'),
    sequence: parts.map((end) => fractionText({ over: end, under: cells })).join(','),
  };
  return { segment: texts, share: repeatedShare(placesOf(parts, from, to), cells), fraction: (to - from) / cells };
}

const isEmpty = (text: string | undefined): text is undefined | '' => text === undefined || text === '';

const cellOf = ({ over, under }: Fraction, cells: number): number => (over * cells) / under;

function readBounds(text: string): readonly Fraction[] {
  const bounds = (text.includes(':') ? text : `0:${text}`).split(':').map(parseFraction);
  const [from, to] = bounds;
  if (bounds.length !== 2 || from === undefined || to === undefined || from.over * to.under >= to.over * from.under)
    throw new ScriptRefused(`options.executionSegment: "${text}" is no part of a test, such as '1/4:1/2'`);
  return [from, to];
}

function readSequence(text: string): readonly Fraction[] {
  const ends = text.split(',').map(parseFraction);
  const known = ends.filter((end) => end !== undefined);
  const ascends = known.every(
    (end, index) => index === 0 || end.over * (known[index - 1]?.under ?? 1) > (known[index - 1]?.over ?? 0) * end.under,
  );
  const [first, last] = [known[0], known.at(-1)];
  if (known.length < ends.length || known.length < 2 || !ascends || first?.over !== 0 || last?.over !== last?.under)
    throw new ScriptRefused(`options.executionSegmentSequence: "${text}" does not ascend from 0 to 1, such as '0,1/4,1/2,1'`);
  return known;
}

/**
 * The places, of as many as there are cells, that fall to the parts between two cells.
 *
 * Places are dealt by the method of Sainte-Laguë: a part with n cells gets its j-th place where (2j + 1) / 2n comes next, so each part's
 * places are spread as evenly as whole places can be.
 */
function placesOf(parts: readonly number[], from: number, to: number): readonly number[] {
  const seats = parts.slice(1).flatMap((end, part) => {
    const size = end - (parts[part] ?? 0);
    return Array.from({ length: size }, (_, seat) => ({ part, size, turn: 2 * seat + 1 }));
  });
  seats.sort((one, other) => one.turn * other.size - other.turn * one.size || one.part - other.part);
  const isHere = (part: number): boolean => (parts[part] ?? 0) >= from && (parts[part + 1] ?? 0) <= to;
  return seats.flatMap(({ part }, place) => (isHere(part) ? [place] : []));
}
