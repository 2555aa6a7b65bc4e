import type { MetadataLine, MetricType } from '../exposition/metadata-line.ts';
import type { Labels } from '../query-result.ts';

/** What a target says about one of its metric families; help and unit are '' where it says nothing. */
export interface FamilyMetadata {
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
}

/** What one target says about its families. */
export class TargetMetadata {
  readonly labels: Labels;
  readonly #families = new Map<string, { metadata: FamilyMetadata; seenIn: number }>();
  #scrape = 0;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  /** What the target says by name of family. */
  get families(): ReadonlyMap<string, FamilyMetadata> {
    return new Map([...this.#families].map(([family, { metadata }]) => [family, metadata]));
  }

  /** Notes what a comment says. */
  note(line: MetadataLine): void {
    const known = this.#families.get(line.family) ?? { metadata: UNKNOWN, seenIn: 0 };
    this.#families.set(line.family, known);
    known.seenIn = this.#scrape;
    const metadata = withLine(known.metadata, line);
    if (metadata !== undefined) known.metadata = metadata;
  }

  /** Ends a scrape: forgets families that have not come for ten scrapes. Source: Prometheus keeps them for as many. */
  turn(): void {
    for (const [family, { seenIn }] of this.#families) if (this.#scrape - seenIn >= SCRAPES_KEPT) this.#families.delete(family);
    this.#scrape++;
  }
}

const SCRAPES_KEPT = 10;
const UNKNOWN: FamilyMetadata = { type: 'unknown', help: '', unit: '' };

/** undefined when the line says nothing new, as almost always. */
function withLine(metadata: FamilyMetadata, line: MetadataLine): FamilyMetadata | undefined {
  switch (line.kind) {
    case 'type':
      return metadata.type === line.type ? undefined : { ...metadata, type: line.type };
    case 'help':
      return metadata.help === line.help ? undefined : { ...metadata, help: line.help };
    case 'unit':
      return metadata.unit === line.unit ? undefined : { ...metadata, unit: line.unit };
  }
}

/** What all targets say about their families, as /api/v1/metadata and /api/v1/targets/metadata show it. */
export class MetricMetadata {
  readonly #targets = new Set<TargetMetadata>();

  /** Begins to keep what a target says. */
  open(labels: Labels): TargetMetadata {
    const target = new TargetMetadata(labels);
    this.#targets.add(target);
    return target;
  }

  /** Forgets a target. */
  close(target: TargetMetadata): void {
    this.#targets.delete(target);
  }

  get targets(): readonly TargetMetadata[] {
    return [...this.#targets];
  }

  /** What is said of each family, without repetition: more than one thing where targets disagree. */
  byFamily(): ReadonlyMap<string, readonly FamilyMetadata[]> {
    const found = new Map<string, Map<string, FamilyMetadata>>();
    for (const target of this.#targets) {
      for (const [family, metadata] of target.families) {
        const said = found.get(family) ?? new Map<string, FamilyMetadata>();
        found.set(family, said.set(JSON.stringify(metadata), metadata));
      }
    }
    return new Map([...found].map(([family, said]) => [family, [...said.values()]]));
  }
}
