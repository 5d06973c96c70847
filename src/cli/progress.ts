import type { Terminal } from './subcommand.ts';

export type Progress = {
  /** `share` of all of it is done, from 0 to 1. */
  show: (share: number, line: () => string) => void;
  /** Lets what comes next begin on a line of its own; more than once does no harm. */
  end: () => void;
};

const STEPS = 10;

/** Where it is shown in place, when it is a terminal. */
export type Screen = { isTTY?: boolean; write: (text: string) => unknown };

/** Shows how far something has come: on a terminal in place, else a line for each tenth. */
export function createProgress({ print }: Pick<Terminal, 'print'>, screen: Screen): Progress {
  let told = 0;
  let isOnScreen = false;
  return {
    show: (share, line) => {
      if (screen.isTTY) {
        screen.write(`\r\u001b[K${line()}`);
        isOnScreen = true;
        return;
      }
      const step = Math.floor(share * STEPS);
      if (step > told) print(line());
      told = Math.max(told, step);
    },
    end: () => {
      if (isOnScreen) screen.write('\n');
      isOnScreen = false;
    },
  };
}
