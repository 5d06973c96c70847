import type { Terminal } from './subcommand.ts';

export type Progress = {
  /** `share` of all of it is done, from 0 to 1. */
  show: (share: number, line: () => string) => void;
  end: () => void;
};

const STEPS = 10;

/** Shows how far something has come: on a terminal in place, else a line for each tenth. */
export function createProgress({ print }: Terminal): Progress {
  const { stdout } = process;
  let told = 0;
  return {
    show: (share, line) => {
      if (stdout.isTTY) {
        stdout.write(`\r\u001b[K${line()}`);
        return;
      }
      const step = Math.floor(share * STEPS);
      if (step > told) print(line());
      told = Math.max(told, step);
    },
    end: () => {
      if (stdout.isTTY) stdout.write('\n');
    },
  };
}
