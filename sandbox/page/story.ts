import type { Screen } from './protocol.ts';

const LINES_KEPT = 300;

/** What happened so far, line by line. */
export type Story = {
  add: (lines: readonly string[]) => void;
  lines: () => Screen['log'];
  onLine: (listener: () => void) => void;
};

export function createStory(now: () => Date): Story {
  let told: Screen['log'] = [];
  let listener = () => {};
  return {
    add: (lines) => {
      const at = now().toISOString();
      told = [...told, ...lines.map((words) => ({ at, words }))].slice(-LINES_KEPT);
      listener();
    },
    lines: () => told,
    onLine: (heard) => {
      listener = heard;
    },
  };
}
