/** Where problems of one part of the configuration are noted, and how its relative paths are meant. */
export interface ReadingContext {
  /** The part's place, such as scrape_configs.0. */
  readonly path: string;
  readonly note: (problem: string) => void;
  /** A path of a file, seen from the configuration's folder. */
  readonly resolve: (path: string) => string;
}

/** The context of a part below. */
export function below(context: ReadingContext, name: string): ReadingContext {
  return { ...context, path: `${context.path}.${name}` };
}
