import type { ConfigProblem } from './config-error.ts';
import { pathText } from './path-text.ts';
import type { YamlDocument } from './read-yaml.ts';

/** Gathers what is wrong with one configuration, each problem at its place in the file. */
export interface Problems {
  add(path: readonly PropertyKey[], message: string, suggestion?: string): void;
  /** Takes problems of other files as they are. */
  take(problems: readonly ConfigProblem[]): void;
  readonly all: readonly ConfigProblem[];
}

/** An empty gathering for the document of `file`. */
export function problemsOf(file: string, document: YamlDocument): Problems {
  const all: ConfigProblem[] = [];
  return {
    all,
    add: (path, message, suggestion) => {
      const place = document.placeOf(path);
      all.push({ file, line: place?.line, column: place?.column, path: pathText(path), message, suggestion });
    },
    take: (problems) => {
      all.push(...problems);
    },
  };
}
