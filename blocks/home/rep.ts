import type { KnownBlock } from '@slack/types';
import type { HomeLead, RepHome } from '#src/view/home-models.ts';
import type { BalanceLine } from '#src/view/statement-models.ts';
import { standingWords } from '../balance.ts';
import { leadControls } from '../card.ts';
import { deadlinePart, dealWords, handedOnLine, whyNowLine } from '../card-lines.ts';
import { button, heading } from '../elements.ts';
import { attainmentWords } from '../funnel-words.ts';
import { formatValue, ids } from '../ids.ts';
import { count, LEG_LABELS, minutes, TEMPERATURE_LABELS } from '../labels.ts';
import { shown } from '../limits.ts';
import { bold, boldStranger, draw, drawLong, join, type Line, leadName, stranger, when } from '../lines.ts';
import { askLine } from './ask.ts';
import { NOTHING_ELSE, type Row, section } from './section.ts';

const MINE = '/leads mine';

/** Whether they take leads, what waits for them, and how their last days went. */
export function repPart(model: RepHome, most: number): KnownBlock[] {
  return [
    ...availability(model),
    ...section(
      {
        id: 'answer',
        title: 'To answer',
        list: model.toAnswer,
        also: NOTHING_ELSE,
        row,
        empty:
          'Nothing waits for your answer. A new lead appears here and in Messages, with the time to answer it.',
        rest: MINE,
      },
      most,
    ),
    ...(model.returned.total === 0
      ? []
      : section(
          {
            id: 'returned',
            title: 'Came back to you',
            list: model.returned,
            also: NOTHING_ELSE,
            row,
            empty: '',
            rest: MINE,
          },
          most,
        )),
    ...section(
      {
        id: 'respond',
        title: 'Accepted, no response yet',
        list: model.toRespond,
        also: NOTHING_ELSE,
        row,
        empty: 'Nobody waits to hear from you. What you accept stays here until you log a first response.',
        rest: MINE,
      },
      most,
    ),
    ...section(
      {
        id: 'work',
        title: 'In work',
        list: model.inWork,
        also: NOTHING_ELSE,
        row,
        empty: 'Nothing is in work. Whom you responded to stays here until you say how it ended.',
        rest: MINE,
      },
      most,
    ),
    ...(model.closesDeals || model.deals.total > 0
      ? section(
          {
            id: 'deals',
            title: 'Deals',
            list: model.deals,
            also: NOTHING_ELSE,
            row,
            empty:
              'No deal is open. Opportunity… on a card makes one, and the next to be signed stands first.',
            rest: MINE,
          },
          most,
        )
      : []),
    ...section(
      {
        id: 'snoozed',
        title: 'Snoozed',
        list: model.snoozed,
        also: NOTHING_ELSE,
        row,
        empty: 'Nothing is snoozed. What you postpone is here until it comes back by itself.',
        rest: MINE,
      },
      most,
    ),
    heading('home/week', `My last ${model.week.days} days`),
    ...drawLong('home/week/figures', weekLines(model.week)),
    ...(model.standings.length === 0 ? [] : [draw('home/turns', turnLines(model.standings))]),
  ];
}

const PLANS_SHOWN = 3;

function availability({ awayUntil, planned, coveredBy, full, hours }: RepHome): KnownBlock[] {
  const isAway = awayUntil !== null;
  const lines: Line[] = [
    isAway
      ? [bold('You are away'), ': no new leads until ', when(awayUntil), '. ', ...coveredLine(coveredBy)]
      : takesLine(full),
    ...planned
      .slice(0, PLANS_SHOWN)
      .map(({ from, until }): Line => ['Planned: away from ', when(from), ' until ', when(until), '.']),
    ...(planned.length > 0 ? [['To take it back: /handoff away cancel']] : []),
    [
      'Your hours: ',
      stranger(hours.week, shown.sentence),
      ` (${hours.timeZone}). Work opens next `,
      when(hours.opensAt),
      '. ',
      ...askLine(hours.ask, 'to change them'),
    ],
  ];
  const leave = button({
    id: ids.away,
    text: isAway ? 'Change…' : 'I am away…',
    spoken: isAway ? 'Change until when I am away' : 'I am away: no new leads for me',
    value: 'away',
    style: 'plain',
  });
  const back = button({
    id: ids.back,
    text: 'I am back',
    spoken: 'I am back: new leads for me again',
    // The absence that is seen here, and no other that was begun meanwhile.
    value: awayUntil?.toISOString() ?? '',
    style: 'primary',
  });
  return [
    draw('home/availability', lines),
    { type: 'actions', block_id: 'home/availability/actions', elements: isAway ? [back, leave] : [leave] },
  ];
}

function coveredLine(coveredBy: RepHome['coveredBy']): Line {
  if (coveredBy.length === 0) return ['What you have stays with you.'];
  const names = coveredBy.map(
    ({ name, leads }): Line => [stranger(name, shown.name), ` covers ${count(leads, 'lead', 'leads')}`],
  );
  return [...join(names, ', '), ' of yours.'];
}

function takesLine(full: RepHome['full']): Line {
  switch (full) {
    case null:
      return [bold('You take leads'), ' in your turn, while you work.'];
    case 'unanswered':
      return [bold('No new leads just now'), ': as many as may wait for your answer do. Answer one.'];
    case 'uncontacted':
      return [
        bold('No new leads just now'),
        ': as many as may wait for a first response do. Respond to one.',
      ];
  }
}

/** The name of a row changes with its lead, or a redrawn menu would keep showing what was chosen before. */
function row(lead: HomeLead): Row {
  const leg = LEG_LABELS[lead.leg];
  const first = join(
    [
      leadName(lead.lead.name, lead.lead.company),
      [TEMPERATURE_LABELS[lead.temperature]],
      leg === null ? null : [leg],
      lead.backAt === null ? null : ['back ', when(lead.backAt)],
      deadlinePart(lead),
    ],
    ' · ',
  );
  const why =
    lead.sentBack === null ? whyNowLine({ whyNow: lead.whyNow.slice(0, 1) }) : handedOnLine(lead.sentBack);
  const second = lead.deal === null ? why : dealRow(lead.deal);
  return {
    id: formatValue({ ...lead, choice: String(lead.version) }),
    lines: second === null ? [first] : [first, second],
    controls: leadControls(lead),
  };
}

/** What it is worth and when it is to be signed; a day that has passed says nothing true any more. */
function dealRow({ isLate, ...deal }: NonNullable<HomeLead['deal']>): Line {
  return isLate ? [...dealWords(deal), ' · ', bold('that day has passed')] : dealWords(deal);
}

function weekLines(week: RepHome['week']): Line[] {
  if (week.offered === 0) {
    return [
      ['No leads were offered to you. How many you take, how fast, and how many in time will stand here.'],
    ];
  }
  const time =
    week.medianMinutes === null
      ? 'nothing accepted yet'
      : `median ${minutes(week.medianMinutes)}, of ${week.timed}`;
  const { turns } = week;
  return [
    [`Offered ${week.offered} · accepted ${week.accepted} · rejected ${week.rejected}`],
    [`Time to accept: ${time}`],
    [`Answered in time: ${attainmentWords(week.sla)}`],
    ...(turns === null ? [] : [[`Turns in the pool: ${turns.taken} taken, ${turns.givenBack} given back`]]),
  ];
}

const MOST_POOLS = 8;

/** One line a pool; the whole statement is a command away. */
function turnLines(standings: BalanceLine[]): Line[] {
  const rest = standings.length - MOST_POOLS;
  const more = rest > 0 ? `… and ${rest} more pools. ` : '';
  return [
    ...standings
      .slice(0, MOST_POOLS)
      .map((line): Line => [boldStranger(line.poolName, shown.name), `: ${standingWords(line)}`]),
    [`${more}Turn by turn: /handoff balance`],
  ];
}
