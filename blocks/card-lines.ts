import type { CardModel, CardStatus, PassedOn, Stranger } from '#src/view/models.ts';
import { accountPart } from './account-part.ts';
import { answerLine } from './answers.ts';
import { count, LEG_LABELS, QUALIFY_LABELS, TEMPERATURE_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import {
  ago,
  bold,
  boldStranger,
  calendarDay,
  day,
  join,
  type Line,
  mention,
  stranger,
  when,
} from './lines.ts';
import { meetingPart } from './meeting-line.ts';
import { pauseLine } from './pause.ts';
import { touchLine } from './touch-line.ts';

/** Why a card is nothing to act on after what opened it was undone: that it was rejected, or passed on. */
const NOT_PASSED_ON = {
  mql_to_sdr: 'it was not passed on after all',
  sql_to_ae: 'it was not qualified after all',
  won_to_cs: 'it was not won after all',
  cs_to_ae: 'it was not passed on after all',
} as const;

const whyTakenBack = ({ leg, handedOn }: CardModel): Line =>
  handedOn?.words === 'Sent back'
    ? ['the rejection by ', stranger(handedOn.byName, shown.name), ' was undone']
    : [NOT_PASSED_ON[leg]];

/** Whether nothing more is to be done with the lead on this card. */
export function isClosed(model: CardModel): boolean {
  return ['superseded', 'waiting', 'reserved', 'rejected', 'completed', 'withdrawn'].includes(
    model.status.type,
  );
}

/** What a person reads before the buttons: seven lines, and an eighth with the ways to reach the lead. */
export function firstScreen(model: CardModel): Line[] {
  const whole = [
    sourceLine(model),
    whoLine(model),
    isClosed(model) ? null : model.handedOn === null ? whyNowLine(model) : handedOnLine(model.handedOn),
    join(
      [
        addresseePart(model),
        coverPart(model),
        touchPart(model),
        statusPart(model.status, model),
        duePart(model),
      ],
      ' · ',
    ),
    dealLine(model),
    churnLine(model),
    reopenedLine(model),
    noteLine(model.status),
    model.answer === null ? null : ['Marketing: ', ...answerLine(model.answer)],
    model.commands.includes('accept') ? sentence('Accept if: ', model.acceptIf) : null,
    isClosed(model) ? null : sentence('Next: ', model.nextAction),
    isClosed(model) ? null : unknownFitLine(model),
    isClosed(model) ? null : trialLine(model),
    ...model.untold.map(untoldLine),
  ];
  return whole.filter((line) => line !== null).filter((line) => line.length > 0);
}

function sourceLine(model: CardModel): Line {
  const leg = LEG_LABELS[model.leg];
  return join(
    [
      [bold(TEMPERATURE_LABELS[model.temperature])],
      leg === null ? null : [leg],
      [stranger(model.sourceName, shown.name)],
      model.campaign === null ? null : [stranger(model.campaign, shown.name)],
    ],
    ' · ',
  );
}

const SHOWN_NAMES = 2;

/** Who it is. */
export function whoLine({
  lead,
  account = null,
  otherNames = [],
}: Pick<CardModel, 'lead'> & Partial<Pick<CardModel, 'account' | 'otherNames'>>): Line {
  const others = otherNames.slice(0, SHOWN_NAMES).map((other): Line => [stranger(other, shown.name)]);
  const name = boldStranger(lead.name, shown.name);
  const names: Line = others.length === 0 ? [name] : [name, ', also as ', ...join(others, ' and ')];
  return join(
    [
      lead.title === null ? names : [...names, ', ', stranger(lead.title, shown.name)],
      lead.company === null ? null : [stranger(lead.company, shown.name)],
      lead.employees === null ? null : [count(lead.employees, 'employee', 'employees')],
      accountPart(account),
    ],
    ' · ',
  );
}

/** What whoever had the lead before learnt of it, or promised: that comes before what it did. */
export function handedOnLine({ words, byName, at, answers }: NonNullable<CardModel['handedOn']>): Line {
  const who: Line =
    words === 'Came back'
      ? ['Back on the day ', person(byName), ' chose']
      : [`${words} by `, person(byName), ' ', when(at)];
  const told = answers.map(({ label, text }): Line => [label, ' ', stranger(text, shown.words)]);
  return told.length === 0 ? who : [...who, ': ', ...join(told, ' · ')];
}

/** That a customer is none any more. */
const reopenedLine = ({ isReopened }: CardModel): Line | null =>
  isReopened ? [bold('Open again'), ', says the CRM: it tells what becomes of the deal'] : null;

function churnLine({ churn }: CardModel): Line | null {
  if (churn === null) return null;
  const said: Line = [bold('Has left'), ' on ', calendarDay(churn.on)];
  return churn.words === null ? said : [...said, ': ', stranger(churn.words, shown.words)];
}

/** What is said of the deal, while it stands. */
function dealLine({ deal, status }: CardModel): Line | null {
  if (deal === null || status.type === 'superseded' || status.type === 'withdrawn') return null;
  return ['Opportunity: ', ...dealWords(deal)];
}

/** What a deal is worth, where it stands, when it is to be signed, and what comes next. */
export const dealWords = (deal: NonNullable<CardModel['deal']>): Line => [
  stranger(deal.sum, shown.name),
  ...(deal.subStage === null ? [] : [' · ', stranger(deal.subStage, shown.name)]),
  ' · closes ',
  calendarDay(deal.closeOn),
  ...(deal.nextStep === '' ? [] : [' · next step: ', stranger(deal.nextStep, shown.words)]),
];

const SHOWN_REASONS = 3;

/** That a tool does not show what was done with it. */
const untoldLine = ({ tool, problem, nextAt }: CardModel['untold'][number]): Line => [
  boldStranger(tool, shown.name),
  bold(' does not know this yet'),
  ': ',
  stranger(problem, shown.words),
  ...(nextAt === null ? ['. Ops are told.'] : ['. It is told again ', when(nextAt), '.']),
];

/** What they did lately, the freshest first. */
export function whyNowLine({ whyNow }: Pick<CardModel, 'whyNow'>): Line | null {
  if (whyNow.length === 0) return null;
  const groups = whyNow.slice(0, SHOWN_REASONS).map((group): Line => {
    const label = stranger(group.label, shown.name);
    const what: Line = group.byCompany ? ['their company: ', label] : [label];
    return group.count === 1
      ? [...what, ', ', ago(group.lastAt)]
      : [...what, ` ×${group.count}, last `, ago(group.lastAt)];
  });
  return ['Why now: ', ...join(groups, '; ')];
}

/** What the rep is measured by. */
export function deadlinePart({ deadline }: Pick<CardModel, 'deadline'>): Line | null {
  if (deadline === null) return null;
  const words = {
    accept: ['Accept by ', 'acceptance'],
    response: ['First response by ', 'first response'],
    first_email: ['First e-mail by ', 'the first e-mail'],
    first_call: ['First call by ', 'the first call'],
    follow_up: ['Next try by ', 'the next try'],
    outcome: ['Outcome by ', 'what came of the meeting'],
    qualify: ['Decide by ', 'your decision'],
  } as const;
  const [due, late] = words[deadline.clock];
  return deadline.isOver
    ? [bold('Overdue'), `: ${late} was due `, when(deadline.at)]
    : [due, when(deadline.at)];
}

/** The meeting, and the last try, while something is still to be done; of a lead in work that says where it stands. */
function touchPart(model: CardModel): Line | null {
  const { meeting, touch } = model;
  if (isClosed(model)) return null;
  const isToldOf = meeting !== null && touch?.channel === 'meeting' && touch.outcome === 'meeting_booked';
  return join([meeting && meetingPart(meeting), touch === null || isToldOf ? null : touchLine(touch)], ' · ');
}

/** The deadline; between tries, which of them is next; and that nothing is due while all clocks are paused. */
function duePart(model: CardModel): Line | null {
  const { followUp, deadline, pause } = model;
  if (pause !== null) return pauseLine(pause);
  if (followUp?.isExhausted)
    return join([[`${count(followUp.tries, 'try', 'tries')} without an answer`], deadlinePart(model)], ' · ');
  if (!followUp || deadline?.clock !== 'follow_up') return deadlinePart(model);
  const next = `Try ${followUp.tries + 1} of ${followUp.of}: `;
  return deadline.isOver
    ? [next, bold('overdue'), ', was due ', when(deadline.at)]
    : [next, 'next try by ', when(deadline.at)];
}

function addresseePart({ addressee, status }: CardModel): Line | null {
  return addressee === null || status.type !== 'offered' ? null : ['For ', mention(addressee)];
}

function coverPart({ cover }: CardModel): Line | null {
  if (cover === null) return null;
  const { forName, byName, until } = cover;
  const who: Line = byName === null ? ['You cover'] : [person(byName), ' covers'];
  return [...who, ' this for ', person(forName), ' until ', when(until)];
}

function statusPart(status: CardStatus, model: CardModel): Line | null {
  switch (status.type) {
    case 'offered':
      return status.passedOn === null ? null : passedOnPart(status.passedOn);
    case 'superseded':
      if (status.coveredUntil !== null && status.toName !== null)
        return ['Covered by ', person(status.toName), ' until ', when(status.coveredUntil)];
      return [
        'Passed on ',
        when(status.at),
        ...by(status.byName),
        ...because(status.because),
        ...(status.toName === null ? [' · nobody has it now'] : [' · now with ', person(status.toName)]),
      ];
    case 'waiting':
      return [
        ...(status.because === null ? [] : ['Taken back: ', stranger(status.because, shown.words), ' · ']),
        status.lies ? 'Waiting for whoever comes first' : 'Waiting: nobody is free to take it now',
      ];
    case 'reserved':
      return ['Choosing a time with ', person(status.forName), ' · offered to them ', when(status.until)];
    case 'snoozed':
      return ['Snoozed by ', person(status.byName), ' until ', when(status.until)];
    case 'accepted':
      return [
        'Accepted by ',
        person(status.byName),
        ' ',
        when(status.at),
        ...undoable(status.undoUntil, model),
      ];
    case 'working':
      if (model.touch === null) return ['In work with ', person(status.byName), ' since ', when(status.at)];
      // Whoever tried last may be somebody else; in a channel nothing beside the card says whose it is.
      return model.addressee === null ? null : ['In work with ', person(status.byName)];
    case 'rejected':
      return [
        'Rejected by ',
        person(status.byName),
        ' ',
        when(status.at),
        ': ',
        stranger(status.reason, shown.words),
        ...undoable(status.undoUntil, model),
      ];
    case 'completed':
      return [
        `${outcomeWord(status.outcome, model)} by `,
        person(status.byName),
        ' ',
        when(status.at),
        ...because(status.reason),
        ...undoable(status.undoUntil, model),
        ...(status.until === null ? [] : [' · try again ', day(status.until)]),
      ];
    case 'withdrawn':
      return [
        'Withdrawn ',
        when(status.at),
        ': ',
        ...(status.isUndone ? whyTakenBack(model) : ['merged into another lead, or erased']),
      ];
  }
}

function passedOnPart({ fromName, byName, although, because: why }: PassedOn): Line {
  return [
    ...(fromName === null ? ['Given'] : ['Passed on from ', person(fromName)]),
    ...by(byName),
    ...(although === null ? [] : [', ', stranger(although, shown.sentence)]),
    ...because(why),
  ];
}

const by = (name: string | null): Line => (name === null ? [] : [' by ', person(name)]);

const person = (name: string) => stranger(name, shown.name);

const because = (words: Stranger | null): Line =>
  words === null || words === '' ? [] : [': ', stranger(words, shown.words)];

const undoable = (until: Date | null, { commands }: CardModel): Line =>
  until === null || !commands.includes('undo') ? [] : [' (undo until ', when(until), ')'];

const OUTCOMES = { disqualified: 'Disqualified', recycled: 'Recycled', won: 'Won', lost: 'Lost' } as const;

const outcomeWord = (outcome: 'qualified' | keyof typeof OUTCOMES, { leg }: CardModel): string =>
  outcome === 'qualified' ? QUALIFY_LABELS[leg].done : OUTCOMES[outcome];

function noteLine(status: CardStatus): Line | null {
  return status.type === 'rejected' ? sentence('Note: ', status.note) : null;
}

function sentence(label: string, text: Stranger | null): Line | null {
  return text === null || text === '' ? null : [label, stranger(text, shown.sentence)];
}

function trialLine({ trial }: CardModel): Line | null {
  if (trial === null) return null;
  return [
    bold('On trial'),
    ': one of those by which “',
    stranger(trial, shown.words),
    '” is learnt. Judge it as any other',
  ];
}

function unknownFitLine({ unknownFit }: CardModel): Line | null {
  if (unknownFit.length === 0) return null;
  return [bold('Fit unverified'), ': ', stranger(unknownFit.join(', '), shown.sentence), ' not known'];
}
