import type { ModalView } from '@slack/types';
import type { RoutingModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { bold, bullets, drawLong, type Line, type Message, say, stranger, when } from './lines.ts';
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
  const pair = (name: string, result: string): Line => [
    stranger(name, shown.words),
    ': ',
    stranger(result, shown.sentence),
  ];
  return [
    [stranger(model.lead, shown.name), ': ', stranger(model.outcome, shown.sentence)],
    ...bullets(
      [bold('Rules, in order')],
      model.rules.map(({ rule, result }) => pair(rule, result)),
      MOST,
    ),
    ...bullets(
      [bold('People')],
      model.candidates.map(({ name, result }) => pair(name, result)),
      MOST,
    ),
    ['Decided ', when(model.at), ' with settings ', stranger(model.settingsVersion, shown.name), '.'],
  ];
}
