import type { KnownBlock } from '@slack/types';
import { AT_RISK_MINUTES } from '#domain/lead-lists.ts';
import { CHECKS } from '#domain/routing/check-names.ts';
import { isAskedLast } from '#domain/routing/checks.ts';
import type {
  TeamAbsence,
  TeamBatch,
  TeamHome,
  TeamLead,
  TeamLeads,
  TeamPool,
} from '#src/view/home-models.ts';
import { owedWords } from '../balance.ts';
import { managerButtons } from '../escalations.ts';
import { formatValue } from '../ids.ts';
import { CLOCK_LABELS, count, STATE_LABELS, TEMPERATURE_LABELS } from '../labels.ts';
import { shown } from '../limits.ts';
import { bold, boldStranger, draw, drawLong, join, type Line, leadName, stranger, when } from '../lines.ts';
import { type Row, section } from './section.ts';

const MOST_AWAY = 8;
const MOST_BATCHES = 3;
const MOST_COVERS = 3;
const MOST_POOLS = 8;
const MOST_PASSED_OVER = 4;

/** What a manager's team has late, soon late, without an owner, and postponed now. */
export function teamPart(model: TeamHome, most: number): KnownBlock[] {
  const list = (parts: { id: string; title: string; empty: string; rest: string }, leads: TeamLeads) => {
    const isOverdue = parts.id === 'overdue';
    const also = alsoInBatches(leads.batches, isOverdue);
    return section({ ...parts, list: leads, also, row: (lead: TeamLead) => row(lead, isOverdue) }, most);
  };
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
        id: 'risk',
        title: `Team: at risk in the next ${AT_RISK_MINUTES} minutes`,
        empty: 'Nothing falls due soon. What is about to be missed appears here, while there is time.',
        rest: '/leads team',
      },
      model.atRisk,
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
    ...(model.notAnswering.length === 0
      ? []
      : [draw('home/not-answering', [notAnsweringLine(model.notAnswering)])]),
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
      lead.due === null ? null : dueLine(lead.due, isOverdue),
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

const dueLine = ({ clock, at }: NonNullable<TeamLead['due']>, isOverdue: boolean): Line => [
  `${CLOCK_LABELS[clock]} ${isOverdue ? 'was due' : 'due'} `,
  when(at),
];

/** A batch is one line: its leads are taken from its own message, one by one. */
function alsoInBatches(batches: readonly TeamBatch[], isOverdue: boolean): { lines: Line[]; leads: number } {
  const rest = batches.slice(MOST_BATCHES).reduce((sum, { leads }) => sum + leads, 0);
  const lines = batches
    .slice(0, MOST_BATCHES)
    .map(({ leads, sourceName, poolName, dueAt }) =>
      join(
        [
          [bold(count(leads, 'lead', 'leads')), ' in a batch from ', stranger(sourceName, shown.name)],
          ['for ', stranger(poolName, shown.name)],
          dueAt === null ? null : [isOverdue ? 'was due ' : 'due ', when(dueAt)],
          ['/leads waiting'],
        ],
        ' · ',
      ),
    );
  return {
    lines: [...lines, ...(rest > 0 ? [[`… and ${rest} more in other batches: /leads waiting`]] : [])],
    leads: batches.reduce((sum, { leads }) => sum + leads, 0),
  };
}

export function notAnsweringLine(people: TeamHome['notAnswering']): Line {
  const named = people
    .slice(0, MOST_AWAY)
    .map(({ name, misses }): Line => [stranger(name, shown.name), ` (missed ${misses} in a row)`]);
  const rest = people.length - named.length;
  return [bold('Not answering'), ': ', ...join(named, ', '), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

export function awayLine(away: readonly TeamAbsence[]): Line {
  const named = away
    .slice(0, MOST_AWAY)
    .map(
      ({ name, until, coveredBy }): Line => [
        stranger(name, shown.name),
        ' until ',
        when(until),
        ...coverWords(coveredBy),
      ],
    );
  const rest = away.length - named.length;
  return [bold('Away'), ': ', ...join(named, ', '), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

const coverWords = (names: readonly string[]): Line =>
  names.length === 0
    ? []
    : [
        ' (covered by ',
        ...join(
          names.slice(0, MOST_COVERS).map((name) => [stranger(name, shown.name)]),
          ', ',
        ),
        ')',
      ];

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
