import type { Problem } from './problem.ts';

/** One place where settings come from, and what is wrong with it. */
export type ProblemSection = { where: string; problems: readonly Problem[] };

/** The operator's settings cannot be used. The message lists everything that is wrong, so that one round of mending is enough. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(sections: readonly ProblemSection[]) {
    super(sections.map(({ where, problems }) => formatProblems(where, problems)).join('\n'));
    this.name = 'ConfigError';
    this.problems = sections.flatMap(({ problems }) => problems);
  }
}

/** A heading with the number of mistakes, then one line for each. */
export function formatProblems(where: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`;
  const lines = problems.map(({ path, line, problem }) => {
    const place = line === null ? '' : `line ${line}, `;
    return `  ${place}${path}: ${problem}`;
  });
  return [`${where}: ${count}`, ...lines].join('\n');
}
