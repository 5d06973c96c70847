import type { ActionsBlock, ModalView } from '@slack/types';
import type { DetailsModel } from '#src/view/models.ts';
import { button } from './elements.ts';
import { formatValue, ids } from './ids.ts';
import { count, RULE_RESULT_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import {
  bold,
  bullets,
  calendarDay,
  day,
  drawLong,
  join,
  type Line,
  leadName,
  linkTo,
  stranger,
  when,
} from './lines.ts';
import { meetingLine } from './meeting-line.ts';
import { notice } from './modal-parts.ts';
import { pauseLine } from './pause.ts';
import { localTimePart } from './prospect-line.ts';
import { speedLines } from './speed.ts';
import { telling } from './tellings.ts';
import { plain } from './text.ts';

const MOST = 20;

/** Everything known about a lead that does not fit the first screen. */
export function detailsModal(model: DetailsModel): ModalView {
  const { lead } = model;
  const sections: Line[][] = [
    [leadName(lead.name, lead.company)],
    model.whyYou === null ? [] : [[bold('Why you: '), stranger(model.whyYou, shown.sentence)]],
    model.prospect === null ? [] : [[bold('Their time: '), ...localTimePart(model.prospect)]],
    score(model.score),
    list('Evidence', model.evidence.map(evidence)),
    list('What they did', model.signals.map(signal)),
    list('Meetings', model.meetings.map(meetingLine)),
    list(
      'Discovery',
      model.discovery.map(({ label, text }) => [...words(label), ': ', stranger(text, shown.paragraph)]),
    ),
    list('Who said what', model.known.map(said)),
    list('In their words', model.tellings.map(telling)),
    list('Sent, but not read as it is', model.leftOut.map(leftOut)),
    credit(model),
    recycled(model),
    list('Others at the account', model.colleagues.map(colleague)),
    speedLines(model.speed),
    list('Clocks', [...(model.pause === null ? [] : [pauseLine(model.pause)]), ...model.clocks.map(clock)]),
    list('How the deal moved', model.dealMoves.map(dealMove)),
    list(
      'History',
      model.history.map((entry) => [when(entry.at), ': ', stranger(entry.words, shown.sentence)]),
    ),
  ];
  const filled = sections.filter((section) => section.length > 0);
  return notice('Lead details', [
    ...(model.mend === null ? [] : [mendButton(model, model.mend)]),
    ...filled.flatMap((section, index) => drawLong(`details/${index}`, section)),
  ]);
}

function mendButton({ lead }: DetailsModel, of: NonNullable<DetailsModel['mend']>): ActionsBlock {
  const mend = button({
    id: ids.mend,
    text: 'Mend the address…',
    spoken: `Mend the e-mail address of ${plain(lead.name, shown.name)}`,
    value: formatValue({ ...of, choice: null }),
    style: 'plain',
  });
  return { type: 'actions', block_id: 'details/mend', elements: [mend] };
}

const list = (heading: string, items: Line[]): Line[] => bullets([bold(heading)], items, MOST);

const words = (text: string): Line => [stranger(text, shown.words)];

function score(value: DetailsModel['score']): Line[] {
  if (value === null) return [];
  const reasons = value.reasons.map(words);
  return reasons.length === 0
    ? [[bold(`Score ${value.value}`)]]
    : bullets([bold(`Score ${value.value}`)], reasons, MOST);
}

function evidence({ rule, value, result }: DetailsModel['evidence'][number]): Line {
  const found = value === null ? [] : [' (', stranger(value, shown.words), ')'];
  return [...words(rule), `: ${RULE_RESULT_LABELS[result]}`, ...found];
}

const MOVES = { amount: 'Amount changed', close_on: 'Close date moved', sub_stage: 'Moved on' } as const;

function dealMove({ what, values }: DetailsModel['dealMoves'][number]): Line {
  const times = values.length === 2 ? 'once' : `${values.length - 1} times`;
  const said = values.map(
    (value): Line => [what === 'close_on' ? calendarDay(value) : stranger(value, shown.name)],
  );
  return [`${MOVES[what]} ${times}: `, ...join(said, ' → ')];
}

function signal({ label, at, url }: DetailsModel['signals'][number]): Line {
  const host = url === null ? null : URL.parse(url)?.hostname;
  return [...words(label), ', ', when(at), ...(url !== null && host ? [' · ', linkTo(url, host)] : [])];
}

function said({ name, at, facts }: DetailsModel['known'][number]): Line {
  const what = facts === null ? 'everything' : facts.join(', ');
  return [stranger(name, shown.name), ', ', day(at), ': ', stranger(what, shown.paragraph)];
}

function leftOut({ path, sent, problem }: DetailsModel['leftOut'][number]): Line {
  const found = sent === null ? [] : [': ', stranger(sent, shown.sentence)];
  return [...words(path), ...found, ' (', stranger(problem, shown.sentence), ')'];
}

const credit = ({ sourcing }: DetailsModel): Line[] =>
  sourcing === null
    ? []
    : [[bold('Sourced by: '), ...words(sourcing.name), ', named so for deals until ', day(sourcing.until)]];

const recycled = ({ recycled: times }: DetailsModel): Line[] =>
  times === 0 ? [] : [[bold('Recycled: '), count(times, 'time', 'times')]];

function colleague(person: DetailsModel['colleagues'][number]): Line {
  return join(
    [
      person.title === null ? words(person.name) : [...words(person.name), ', ', ...words(person.title)],
      words(person.stage),
      person.ownerName === null ? ['no owner'] : ['with ', ...words(person.ownerName)],
      person.churnedOn === null ? null : ['has left on ', calendarDay(person.churnedOn)],
    ],
    ' · ',
  );
}

function clock({ name, startedAt, deadlineAt, outcome }: DetailsModel['clocks'][number]): Line {
  return [
    ...words(name),
    ': from ',
    when(startedAt),
    ', due ',
    when(deadlineAt),
    ', ',
    ...outcomeLine(outcome),
  ];
}

function outcomeLine(outcome: DetailsModel['clocks'][number]['outcome']): Line {
  switch (outcome.type) {
    case 'running':
      return ['running'];
    case 'overdue':
      return ['overdue'];
    case 'paused':
      return ['stands still since ', when(outcome.at)];
    case 'met':
      return ['met ', when(outcome.at)];
    case 'missed':
      return ['missed, ended ', when(outcome.at)];
    case 'moved_on':
      return ['ended ', when(outcome.at), ' because the lead moved on: counts neither way'];
  }
}
