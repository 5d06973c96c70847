import type { ModalView } from '@slack/types';
import type { RoutingModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import {
  bold,
  boldStranger,
  bullets,
  drawLong,
  type Line,
  type Message,
  say,
  stranger,
  timeOf,
  when,
} from './lines.ts';
import { notice } from './modal-parts.ts';

const MOST = 40;

/** Why a lead went where it went, and not elsewhere. */
export function whyModal(model: RoutingModel): ModalView {
  return notice('Why me?', drawLong('why', whyLines(model)));
}

/** The same as the answer to `/leads why`. */
export function why(model: RoutingModel): Message {
  const lines = whyLines(model);
  return { text: say(lines), blocks: drawLong('why', lines) };
}

function whyLines(model: RoutingModel): Line[] {
  const { version, since } = model.settings;
  return [
    [boldStranger(model.lead, shown.name), ': ', stranger(model.outcome, shown.sentence)],
    ...claimedLines(model.claimed),
    ['Decided ', when(model.at), ', because: ', stranger(model.because, shown.words)],
    ...ruleLines(model),
    ...model.pools.flatMap(poolLines),
    [
      'Settings ',
      stranger(version, shown.name),
      ...(since === null ? [] : [', first in force ', when(since)]),
      '.',
    ],
    ...beforeLines(model),
  ];
}

const claimedLines = (claimed: RoutingModel['claimed']): Line[] =>
  claimed === null
    ? []
    : [['Whoever came first: ', stranger(claimed.name, shown.name), ', ', timeOf(claimed.at)]];

function ruleLines({ rules, untold }: RoutingModel): Line[] {
  const told = rules.map(
    ({ rule, result }): Line => [stranger(rule, shown.words), ': ', stranger(result, shown.sentence)],
  );
  if (rules.length + untold === 0) return [];
  return [
    ...(told.length === 0 ? [[bold('Rules, in order')]] : bullets([bold('Rules, in order')], told, MOST)),
    ...(untold === 0 ? [] : [[`• and ${untold} that did not match`]]),
  ];
}

function poolLines({ name, people }: RoutingModel['pools'][number]): Line[] {
  return bullets(
    [bold('People of '), boldStranger(name, shown.name)],
    people.map(
      (person): Line => [
        stranger(person.name, shown.name),
        ': ',
        stranger(person.result, shown.sentence),
        ...(person.until === null ? [] : [' until ', when(person.until)]),
      ],
    ),
    MOST,
  );
}

function beforeLines({ before, earlier }: RoutingModel): Line[] {
  if (before.length === 0) return [];
  return [
    [bold('Before that')],
    ...before.map(({ at, outcome }): Line => ['• ', when(at), ': ', stranger(outcome, shown.sentence)]),
    ...(earlier === 0 ? [] : [[`… and ${earlier} more before that`]]),
  ];
}
