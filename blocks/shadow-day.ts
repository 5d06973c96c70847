import type { ShadowDayModel, ShadowRow } from '#src/view/shadow-models.ts';
import { count, TEMPERATURE_LABELS } from './labels.ts';
import { shown } from './limits.ts';
import {
  bold,
  boldStranger,
  bullets,
  drawLong,
  join,
  type Line,
  type Message,
  say,
  stranger,
  timeOf,
  when,
} from './lines.ts';

/** One message a day for ops: what came in shadow, who would have got it, and what would have fallen due. */
export function shadowDay(model: ShadowDayModel): Message {
  const came = model.offered + model.waiting + model.nurtured;
  const more = model.offered + model.waiting - model.rows.length;
  const lines: Line[] = [
    [bold(`In shadow on ${model.day}: no rep was told`)],
    [
      `${count(came, 'lead', 'leads')} came: ${model.offered} would have been offered, ${model.waiting} would have waited, `,
      `${model.nurtured} to nurture.`,
    ],
    ...bullets([bold('Had nobody answered')], model.rows.map(rowLine), model.rows.length),
    ...(more > 0 ? [[`… and ${more} more`]] : []),
    ['All of it, and how to go live: /handoff shadow'],
  ];
  return { text: say(lines), blocks: drawLong('shadow', lines) };
}

function rowLine(row: ShadowRow): Line {
  return [
    timeOf(row.at),
    ' ',
    row.company === null ? 'No company named' : boldStranger(row.company, shown.name),
    ' (',
    stranger(row.sourceName, shown.name),
    `, ${TEMPERATURE_LABELS[row.temperature]}) → `,
    ...whoLine(row),
    ...(row.steps.length === 0 ? [] : ['; ', ...join(row.steps.map(stepLine), ', ')]),
  ];
}

function whoLine({ repName, waitsBecause, hasMeeting }: ShadowRow): Line {
  if (repName === null) {
    return waitsBecause === null
      ? ['would wait']
      : ['would wait (', stranger(waitsBecause, shown.sentence), ')'];
  }
  const name = boldStranger(repName, shown.name);
  return hasMeeting ? [name, ', with a meeting booked: no clock'] : [name];
}

function stepLine({ do: step, at, isSameDay, toldName }: ShadowRow['steps'][number]): Line {
  const time = isSameDay ? timeOf(at) : when(at);
  switch (step) {
    case 'remind':
      return [time, ' a reminder'];
    case 'tell_manager':
    case 'tell_managers_manager':
      return [time, ' ', stranger(toldName, shown.name), ' told'];
    case 'tell_group':
      return [time, ' a user group told'];
    case 'offer_next':
      return [time, ' on to the next'];
    case 'offer_claim':
      return [time, ' to whoever comes first'];
  }
}
