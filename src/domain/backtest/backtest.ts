import type { Verdicts } from './compare-verdicts.ts';
import type { Load } from './load.ts';

/** What other settings would have made of the leads of a period, beside those in force. */
export type Backtest = {
  /** Instants from `from` on and before `until`. */
  period: { from: Date; until: Date };
  verdicts: Verdicts;
  /** What was put to sales, played through the settings in force. */
  inForce: Load;
  /** The same with what is kept out and let in, through the proposed ones. */
  proposed: Load;
};
