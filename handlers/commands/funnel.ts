import { attribution } from './funnel/attribution.ts';
import { cost } from './funnel/cost.ts';
import { coverage } from './funnel/coverage.ts';
import { failures } from './funnel/failures.ts';
import { forecast } from './funnel/forecast.ts';
import { showFunnel } from './funnel/funnel.ts';
import { plan } from './funnel/plan.ts';
import { answering, type ReportCommand } from './funnel/report-command.ts';
import { speed } from './funnel/speed.ts';
import { tree } from './funnel/tree.ts';
import { velocity } from './funnel/velocity.ts';
import type { Subcommand } from './subcommands.ts';

const named: ReportCommand[] = [tree, velocity, coverage, forecast, speed, cost, plan, failures, attribution];
const alone = showFunnel(named.map(({ name }) => name));

/** What `/funnel` answers; the one without a name takes what begins with none of the others' names. */
export const REPORTS: ReportCommand[] = [alone, ...named];

/** `/funnel …`. */
export const FUNNEL: Subcommand[] = named.map(answering);
export const FUNNEL_ALONE: Subcommand = answering(alone);
