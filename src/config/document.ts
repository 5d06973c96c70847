import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Path, Problem } from './problem.ts';

/** A settings file as it was written: its content, and the line of every setting in it. */
export type SettingsDocument = {
  raw: unknown;
  lineOf(path: Path): number | null;
  problems: Problem[];
  /** False when the text is no YAML at all, so that nothing about its content can be said. */
  isReadable: boolean;
};

export function readDocument(text: string, fileName: string): SettingsDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const mistakes = [...document.errors, ...document.warnings];
  const problems: Problem[] = mistakes.map((mistake) => ({
    path: fileName,
    line: lines.linePos(mistake.pos[0]).line,
    problem: explain(mistake, text),
  }));

  // Reading an alias whose anchor does not exist throws, so those are found first.
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return;
      problems.push({
        path: fileName,
        line: alias.range ? lines.linePos(alias.range[0]).line : null,
        problem: `a word that starts with * refers to an anchor, and there is no &${alias.source}; put the text in quotes`,
      });
    },
  });

  const isWhole = problems.length === mistakes.length;
  const isReadable = isWhole && mistakes.every(({ code }) => code === 'DUPLICATE_KEY');
  return {
    raw: isReadable ? document.toJS() : undefined,
    lineOf: (path) => {
      const offset = offsetOf(document.contents, path);
      return offset === null ? null : lines.linePos(offset).line;
    },
    problems,
    isReadable,
  };

  function offsetOf(start: unknown, path: Path): number | null {
    let node = start;
    let offset = startOf(start);
    for (const key of path) {
      const target = isAlias(node) ? node.resolve(document) : node;
      const found = step(target, key);
      // A setting that is missing is shown where it belongs: at the group that lacks it.
      if (!found) return offset;
      node = found.node;
      offset = found.offset ?? offset;
    }
    return offset;
  }
}

function step(node: unknown, key: string | number): { node: unknown; offset: number | null } | null {
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return item === undefined ? null : { node: item, offset: startOf(item) };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return pair ? { node: pair.value, offset: startOf(pair.key) } : null;
}

function startOf(node: unknown): number | null {
  if (isPair(node)) return startOf(node.key);
  return isNode(node) && node.range ? node.range[0] : null;
}

function explain(mistake: YAMLError, text: string): string {
  switch (mistake.code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^:\s]+/.exec(text.slice(mistake.pos[0]))?.[0] ?? '';
      return `the key "${key}" is written twice in one group; expected each key once`;
    }
    case 'TAB_AS_INDENT':
      return 'not valid YAML: indented with a tab; expected spaces';
    default:
      return `not valid YAML: ${mistake.message}`;
  }
}
