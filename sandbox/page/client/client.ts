import type { Deed, Screen } from '../protocol.ts';

/** What every part of the page knows and can ask for. */
export type Client = {
  /** What was fetched last. */
  screen: () => Screen;
  /** The conversation that is shown, or the App Home. */
  at: () => string;
  /** Does it, shows what is new, and says what went wrong. True when it went well. */
  act: (deed: Deed) => Promise<boolean>;
  go: (to: { as?: string; at?: string }) => void;
  say: (words: string) => void;
};
