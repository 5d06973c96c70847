import { away, back } from './handoff/away.ts';
import { backtest } from './handoff/backtest.ts';
import { balance } from './handoff/balance.ts';
import { cover } from './handoff/cover.ts';
import { definitions } from './handoff/definitions.ts';
import { digests } from './handoff/digests.ts';
import { doctor } from './handoff/doctor.ts';
import { pause, resume } from './handoff/pause.ts';
import { propose } from './handoff/propose.ts';
import { reload } from './handoff/reload.ts';
import { showShadow } from './handoff/shadow.ts';
import { sources } from './handoff/sources.ts';
import { stack } from './handoff/stack.ts';
import { suggestions } from './handoff/suggestions.ts';
import { why } from './handoff/why.ts';
import type { Subcommand } from './subcommands.ts';

/** `/handoff …`: about people and the product itself. */
export const HANDOFF: Subcommand[] = [
  away,
  back,
  cover,
  balance,
  why,
  definitions,
  digests,
  sources,
  stack,
  showShadow,
  backtest,
  suggestions,
  propose,
  doctor,
  pause,
  resume,
  reload,
];
