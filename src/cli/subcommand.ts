import type { Env } from '#src/config/environment.ts';

/** What a subcommand may touch of the process it runs in. */
export type Terminal = {
  env: Env;
  now(): Date;
  /** A line on stdout: the answer. */
  print(text: string): void;
  /** A line on stderr: what went wrong. */
  complain(text: string): void;
};

export type Subcommand = {
  name: string;
  /** Its arguments, as help shows them. */
  usage: string;
  summary: string;
  /** What help says instead of usage and summary, where they are not enough. */
  help?: string;
  /** Answers with the exit code. */
  run(args: readonly string[], terminal: Terminal): number | Promise<number>;
};
