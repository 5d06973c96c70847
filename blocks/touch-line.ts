import type { ResponseChannel, ResponseOutcome } from '#domain/response.ts';
import type { TouchModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { type Line, stranger, when } from './lines.ts';

const DID: Record<ResponseChannel, string> = {
  call: 'Called',
  email: 'E-mailed',
  linkedin: 'Wrote on LinkedIn',
  meeting: 'Meeting',
};

const CAME_OF_IT: Record<ResponseOutcome, string> = {
  reached: 'reached them',
  no_answer: 'no answer',
  meeting_booked: 'meeting booked',
};

const CAME_OF_MEETING: Record<ResponseOutcome, string> = {
  reached: 'held',
  no_answer: 'they did not come',
  meeting_booked: 'booked',
};

const AUTOMATIC: Record<ResponseChannel, string> = {
  call: 'Automatic call',
  email: 'Automatic e-mail',
  linkedin: 'Automatic message on LinkedIn',
  meeting: 'Automatic calendar entry',
};

const CAME_OF_AUTOMATIC: Record<ResponseOutcome, string> = {
  reached: ', they answered',
  no_answer: '',
  meeting_booked: ', meeting booked',
};

/** Who tried to reach a lead, when and how, what came of it, and who told of it. */
export function touchLine({ channel, outcome, at, byName, sourceName, isAutomatic }: TouchModel): Line {
  const from = sourceName === null ? [] : [' · from ', stranger(sourceName, shown.name)];
  if (isAutomatic) return [`${AUTOMATIC[channel]} `, when(at), CAME_OF_AUTOMATIC[outcome], ...from];
  const words = channel === 'meeting' ? CAME_OF_MEETING : CAME_OF_IT;
  return [
    `${DID[channel]} `,
    when(at),
    ...(byName === null ? [] : [' by ', stranger(byName, shown.name)]),
    `, ${words[outcome]}`,
    ...from,
  ];
}
