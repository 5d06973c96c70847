import type { ShadowModel } from '#src/view/shadow-models.ts';
import { count, percent } from './labels.ts';
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
} from './lines.ts';

const MOST = 10;

/** The answer to `/handoff shadow`: what would have happened, by everything a team asks before it goes live. */
export function shadow(model: ShadowModel): Message {
  const isEmpty = model.offered + model.waiting + model.nurtured === 0;
  const lines: Line[] = [
    [bold('Shadow mode'), ', ', stranger(model.periodLabel, shown.name)],
    modeLine(model.inShadow),
    ...(isEmpty ? [['Nothing came in shadow in this period.']] : figures(model)),
    ...howToSwitch(model.inShadow),
  ];
  return { text: say(lines), blocks: drawLong('shadow', lines) };
}

function modeLine(inShadow: ShadowModel['inShadow']): Line {
  if (inShadow === 'all') return ['Everything is in shadow now: no rep is told of new leads.'];
  if (inShadow.length === 0) return ['Nothing is in shadow now: leads are handed over.'];
  const names = inShadow.slice(0, MOST).map((name): Line => [stranger(name, shown.name)]);
  const more = inShadow.length > MOST ? ` and ${inShadow.length - MOST} more` : '';
  return ['In shadow now: ', ...join(names, ', '), `${more}. Other sources are live.`];
}

function figures(model: ShadowModel): Line[] {
  const imported = model.imported === 0 ? '' : `, ${model.imported.toLocaleString('en')} of them imported`;
  const shares = model.pools.map(({ name, members }) =>
    bullets(
      [bold('Turns in '), boldStranger(name, shown.name), ', against the fair share by weight'],
      members.map(
        (member): Line => [
          stranger(member.name, shown.name),
          `: ${member.leads} (fair share ${member.due.toFixed(1)})`,
        ],
      ),
      MOST,
    ),
  );
  return [
    [
      `${model.offered.toLocaleString('en')} would have been offered, ${model.waiting.toLocaleString('en')} would have waited${imported}; `,
      `${model.nurtured.toLocaleString('en')} went to nurture.`,
    ],
    ...shares.flat(),
    ...bullets(
      [bold('Past the turns'), ', to an owner or a person named by a route'],
      model.owners.map(({ name, leads }): Line => [stranger(name, shown.name), `: ${leads}`]),
      MOST,
    ),
    ...bullets(
      [bold('Would have waited'), ', and why'],
      model.causes.map((cause): Line => [stranger(cause.words, shown.sentence), `: ${cause.count}`]),
      MOST,
    ),
    ...bullets(
      [bold('Deadlines'), '. Who would have kept them nobody knows: nobody was asked'],
      model.deadlines.map(
        (deadline): Line => [
          stranger(deadline.policyId, shown.words),
          deadline.within === null ? '' : stranger(`, ${deadline.within} to answer`, shown.words),
          `: ${count(deadline.count, 'lead', 'leads')}`,
        ],
      ),
      MOST,
    ),
    ...bullets(
      [bold('By source')],
      model.sources.map(
        ({ name, counts }): Line => [
          stranger(name, shown.name),
          `: ${counts.hot} hot, ${counts.warm} warm, ${counts.cold} cold`,
        ],
      ),
      MOST,
    ),
    ...bullets(
      [bold('To nurture'), ': the rules that failed most'],
      model.failed.map(
        ({ rule, count: failed }): Line => [
          stranger(rule, shown.sentence),
          `: ${failed} (${percent(failed / model.nurtured)})`,
        ],
      ),
      MOST,
    ),
  ];
}

function howToSwitch(inShadow: ShadowModel['inShadow']): Line[] {
  if (inShadow.length === 0)
    return [['To look before leaping: mode: shadow in the settings, for all or for one source.']];
  return [
    [
      bold('To go live'),
      ': /handoff setup, or mode: live in the settings. The next leads are handed over; those above stay history.',
    ],
  ];
}
