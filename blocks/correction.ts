import type { CorrectionModel } from '#src/view/models.ts';
import { button, plainText } from './elements.ts';
import { formatValue, ids } from './ids.ts';
import { weighedWords } from './labels.ts';
import { limits, shown } from './limits.ts';
import { bold, boldStranger, draw, type Line, leadName, type Message, say, stranger } from './lines.ts';

/** A record that a rep put right to reject a lead, as their manager reads it. */
export function correction(model: CorrectionModel): Message {
  const { corrected, isUndone, objectedName } = model;
  const lines = linesOf(model);
  const isOpen = corrected !== null && !isUndone && objectedName === null;
  return {
    text: say(lines),
    blocks: [
      draw('correction', lines),
      ...(isOpen
        ? [{ type: 'actions' as const, block_id: 'correction/object', elements: [objectButton(model)] }]
        : []),
    ],
  };
}

function linesOf(model: CorrectionModel): Line[] {
  const { lead, reason, repName, corrected, isCredited, isUndone, objectedName } = model;
  const heading: Line = [
    ...[boldStranger(repName, shown.name), bold(' put the record right'), ' to reject '],
    ...[...leadName(lead.name, lead.company), ': ', stranger(reason, shown.words)],
  ];
  if (corrected === null) return [heading];
  const { fact, from, to } = corrected;
  const change = `The record said: ${weighedWords(fact, from)}. Now: ${to.toLocaleString('en')}.`;
  return [heading, [stranger(change, shown.sentence), ' ', ...standing()]];

  function standing(): Line {
    if (isUndone) return ['Both were taken back.'];
    if (objectedName !== null)
      return [stranger(objectedName, shown.name), ' objected: it does not count, and the turn does.'];
    return [isCredited ? 'Their turn was given back for it.' : 'It gave no turn back.'];
  }
}

const objectButton = ({ handoffId, rejectionId, repName }: CorrectionModel) => ({
  ...button({
    id: ids.object,
    text: 'Object',
    spoken: `Object to what ${repName} put right`,
    value: formatValue({ handoffId, seen: null, choice: rejectionId }),
    style: 'plain',
  }),
  confirm: {
    title: plainText('Object to it?', limits.confirmTitle),
    text: plainText(
      'The record says again what it said, and the turn counts. The lead stays rejected. This cannot be undone.',
      limits.confirmText,
    ),
    confirm: plainText('Object', limits.confirmButton),
    deny: plainText('Not now', limits.confirmButton),
  },
});

/** What whoever objected is told. */
export const OBJECTED: Line = ['Noted. Marketing reads that you objected.'];
