import type { KnownBlock } from '@slack/types';
import { CHECKS, isAskedLast } from '#domain/routing/checks.ts';
import type { Listed, TeamHome, TeamLead, TeamPool } from '#src/view/home-models.ts';
import { owedWords } from '../balance.ts';
import { managerButtons } from '../escalations.ts';
import { formatValue } from '../ids.ts';
import { STATE_LABELS, TEMPERATURE_LABELS } from '../labels.ts';
import { shown } from '../limits.ts';
import { bold, boldStranger, draw, drawLong, join, type Line, leadName, stranger, when } from '../lines.ts';
import { type Row, section } from './section.ts';

const MOST_AWAY = 8;
const MOST_POOLS = 8;
const MOST_PASSED_OVER = 4;

/** What a manager's team has late, without an owner, and postponed now. */
export function teamPart(model: TeamHome, most: number): KnownBlock[] {
  const list = (parts: { id: string; title: string; empty: string; rest: string }, leads: Listed<TeamLead>) =>
    section({ ...parts, list: leads, row: (lead: TeamLead) => row(lead, parts.id === 'overdue') }, most);
  return [
    ...list(
      {
        id: 'overdue',
        title: 'Team: overdue',
        empty: 'Nothing is overdue. A lead whose deadline passes appears here, with Reassign and Nudge.',
        rest: '/leads overdue',
      },
      model.overdue,
    ),
    ...list(
      {
        id: 'waiting',
        title: 'Team: waiting for an owner',
        empty: 'Every lead has an owner. When nobody can take one, it waits here.',
        rest: '/leads waiting',
      },
      model.waiting,
    ),
    ...list(
      {
        id: 'postponed',
        title: 'Team: snoozed',
        empty: 'Nothing is snoozed. What your team postpones is here until it comes back.',
        rest: '/leads snoozed',
      },
      model.snoozed,
    ),
    ...(model.away.length === 0 ? [] : [draw('home/away', [awayLine(model.away)])]),
    ...(model.pools.length === 0 ? [] : drawLong('home/pools', poolLines(model.pools))),
  ];
}

function row(lead: TeamLead, isOverdue: boolean): Row {
  const first = join(
    [
      leadName(lead.lead, lead.company),
      [TEMPERATURE_LABELS[lead.temperature]],
      lead.ownerName === null ? ['nobody has it'] : ['with ', stranger(lead.ownerName, shown.name)],
    ],
    ' · ',
  );
  const second = join(
    [
      [STATE_LABELS[lead.state]],
      lead.backAt === null ? null : ['back ', when(lead.backAt)],
      lead.deadlineAt === null ? null : [isOverdue ? 'was due ' : 'due ', when(lead.deadlineAt)],
      lead.remindedAt === null ? null : ['reminded ', when(lead.remindedAt)],
    ],
    ' · ',
  );
  return {
    id: formatValue({ ...lead, choice: lead.state }),
    lines: [first, second],
    controls: managerButtons(lead),
  };
}

function awayLine(away: TeamHome['away']): Line {
  const named = away
    .slice(0, MOST_AWAY)
    .map(({ name, until }): Line => [stranger(name, shown.name), ' until ', when(until)]);
  const rest = away.length - named.length;
  return [bold('Away'), ': ', ...join(named, ', '), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

/** One line a pool; the whole of one is a command away. */
function poolLines(pools: TeamPool[]): Line[] {
  const rest = pools.length - MOST_POOLS;
  return [
    [bold('Turns')],
    ...pools.slice(0, MOST_POOLS).map(poolLine),
    [`${rest > 0 ? `… and ${rest} more pools. ` : ''}A whole pool: /handoff balance and its name`],
  ];
}

function poolLine({ name, chooses, behind, ahead, members, passedOver }: TeamPool): Line {
  const standing = (one: TeamPool['behind']): Line | null =>
    one === null ? null : [stranger(one.name, shown.name), ` ${owedWords(one.owed)}`];
  const isLevel = behind === null && ahead === null;
  return join(
    [
      ['• ', boldStranger(name, shown.name)],
      chooses === null ? (isLevel ? ['everybody is level'] : null) : [stranger(chooses, shown.words)],
      standing(behind),
      standing(ahead),
      passedOverLine(passedOver, members),
    ],
    ' · ',
  );
}

function passedOverLine(passedOver: TeamPool['passedOver'], members: number): Line | null {
  if (passedOver.length === 0) return null;
  const named = passedOver
    .slice(0, MOST_PASSED_OVER)
    .map(({ name, check }): Line => [stranger(name, shown.name), ` (${CHECKS[check]})`]);
  const rest = passedOver.length - named.length;
  return [
    passedOver.length === members && !passedOver.some(({ check }) => isAskedLast(check))
      ? 'nobody can take leads now: '
      : 'passed over now: ',
    ...join(named, ', '),
    ...(rest > 0 ? [` and ${rest} more`] : []),
  ];
}
