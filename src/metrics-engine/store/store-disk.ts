import { BlockFolder } from './block/block-folder.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { replayLog } from './log/replay-log.ts';
import { SampleLog } from './log/sample-log.ts';
import type { Segment } from './log/segment.ts';
import type { SampleBatch } from './sample-batch.ts';
import type { SeriesStore } from './series-store.ts';

export interface DiskOptions {
  readonly folder: string;
  readonly store: SeriesStore;
  readonly retentionMs: number;
  /** The most that blocks and log may take on disk; the oldest blocks go first. Without it only time counts. */
  readonly retentionBytes?: number;
  readonly nowMs: number;
  readonly segmentBytes?: number;
  /** How often a block is written; two hours, or a tenth of the retention when that is shorter. */
  readonly blockSpanMs?: number;
  /** A block is written earlier when the log is longer than this. */
  readonly maxLogBytes?: number;
  /** Is told each reason for which something is not on disk, once in a row. */
  readonly onProblem?: (problem: string) => void;
}

const SEGMENT_BYTES = 16 * 1024 * 1024;
const BLOCK_SPAN_MS = 2 * 3_600_000;
const BLOCKS_IN_RETENTION = 10;
// Reading it takes a start about two seconds.
const MAX_LOG_BYTES = 256 * 1024 * 1024;
const RETRY_MS = 60_000;

/** What a store keeps on disk: a log of all scrapes since the last block, and blocks of what is older. */
export class StoreDisk {
  readonly #options: DiskOptions;
  readonly #store: SeriesStore;
  readonly #lock: FolderLock;
  readonly #blocks: BlockFolder;
  readonly #log: SampleLog;
  readonly #blockSpanMs: number;
  /** What could not be read at the start. */
  readonly replayProblems: readonly string[];
  #logProblem: string | undefined;
  #blockProblem: string | undefined;
  /** Whether there is something that neither the log nor a block has, though it should. */
  #owesSome = false;
  #savedMs: number;
  #triedMs = Number.NEGATIVE_INFINITY;
  #saving: Promise<void> | undefined;
  #isClosed = false;

  /** Takes the folder and fills the store. Throws as MetricStore does. */
  constructor(options: DiskOptions) {
    const { folder, store, retentionMs, nowMs, segmentBytes = SEGMENT_BYTES } = options;
    this.#options = options;
    this.#store = store;
    this.#blockSpanMs = options.blockSpanMs ?? Math.min(BLOCK_SPAN_MS, retentionMs / BLOCKS_IN_RETENTION);
    this.#lock = lockFolder(folder);
    this.#blocks = new BlockFolder(folder);
    try {
      const blockProblems = this.#blocks.load(store, nowMs - retentionMs);
      const { coveredSegment } = this.#blocks;
      const replay = replayLog({ folder, store, horizonMs: nowMs - retentionMs, coveredSegment });
      this.replayProblems = [...blockProblems, ...replay.problems];
      const { segments } = replay;
      this.#log = new SampleLog({ folder, segments, coveredSegment, segmentBytes, segmentSpanMs: this.#blockSpanMs });
      this.#savedMs = beginOf(segments, nowMs);
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    store.dropBefore(nowMs - retentionMs);
    this.#dropBeyond();
  }

  get bytes(): number {
    return this.#log.bytes + this.#blocks.bytes;
  }

  /** Why the last scrape or block is not on disk; undefined while all is well. */
  get problem(): string | undefined {
    return this.#logProblem ?? this.#blockProblem;
  }

  /** Writes a batch to the log. A failure is told by `problem` and tried again with the next batch. */
  append(batch: SampleBatch): void {
    if (this.#isClosed) return;
    try {
      this.#log.append(batch);
      this.#logProblem = undefined;
    } catch (error) {
      // A full disk must not blind a canary that is under way: the samples are in memory, and the problem is shown until a write succeeds.
      this.#logProblem = this.#told(error, this.#logProblem);
      this.#owesSome = true;
    }
  }

  /** Begins a block when the last is old enough, the log is long, or something could not be written; after a failure a minute passes first. */
  tick(nowMs: number): void {
    const { maxLogBytes = MAX_LOG_BYTES } = this.#options;
    if (this.#isClosed || nowMs - this.#triedMs < Math.min(RETRY_MS, this.#blockSpanMs)) return;
    const isMending = this.#owesSome && this.#logProblem === undefined;
    if (isMending || nowMs - this.#savedMs >= this.#blockSpanMs || this.#log.bytes >= maxLogBytes) void this.saveBlock(nowMs);
  }

  /** Writes a block, or waits for the one that is being written. Never rejects: a failure is told by `problem`. */
  saveBlock(nowMs: number): Promise<void> {
    this.#saving ??= this.#save(nowMs).finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  /** Removes what holds nothing newer than the horizon. */
  dropBefore(horizonMs: number): void {
    if (this.#isClosed) return;
    this.#log.dropBefore(horizonMs);
    this.#blocks.dropBefore(horizonMs);
  }

  /** Lets go of the folder; nothing is written any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#log.close();
    this.#lock.release();
  }

  async settled(): Promise<void> {
    await this.#saving;
  }

  async #save(nowMs: number): Promise<void> {
    if (this.#isClosed) return;
    this.#triedMs = nowMs;
    this.#owesSome = false;
    try {
      const coversSegment = this.#log.rotate();
      await this.#blocks.save({ series: this.#store.all(), coversSegment, mayGoOn: () => !this.#isClosed });
      if (this.#isClosed) return;
      this.#savedMs = nowMs;
      this.#log.dropThrough(coversSegment);
      this.#dropBeyond();
      this.#blockProblem = undefined;
    } catch (error) {
      this.#blockProblem = this.#told(error, this.#blockProblem);
      this.#owesSome = true;
    }
  }

  #told(error: unknown, before: string | undefined): string {
    const problem = messageOf(error);
    if (problem !== before) this.#options.onProblem?.(problem);
    return problem;
  }

  #dropBeyond(): void {
    const { retentionBytes } = this.#options;
    if (retentionBytes === undefined) return;
    const goneMs = this.#blocks.dropBeyond(retentionBytes - this.#log.bytes);
    if (goneMs > Number.NEGATIVE_INFINITY) this.#store.dropBefore(goneMs);
  }
}

/** Since when there is something that is in no block. */
function beginOf(segments: readonly Segment[], nowMs: number): number {
  return Math.min(nowMs, ...segments.map(({ oldestMs }) => oldestMs));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
