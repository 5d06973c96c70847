import { showFunnel } from './funnel/funnel.ts';
import { answering, type ReportCommand } from './funnel/report-command.ts';
import { tree } from './funnel/tree.ts';
import type { Subcommand } from './subcommands.ts';

/** What `/funnel` answers; the one without a name takes what begins with none of the others' names. */
export const REPORTS: ReportCommand[] = [showFunnel, tree];

/** `/funnel …`. */
export const FUNNEL: Subcommand[] = REPORTS.filter(({ name }) => name !== '').map(answering);
export const FUNNEL_ALONE: Subcommand = answering(showFunnel);
