import type { FeedbackModel } from '#src/view/models.ts';
import { answerButton, answerLine } from './answers.ts';
import { decidedLine } from './dispute.ts';
import { count, FAILURE_POINT_LABELS, REASON_EVIDENCE_LABELS, weighedWords } from './labels.ts';
import { shown } from './limits.ts';
import { bold, draw, join, type Line, linkTo, type Message, say, stranger, when } from './lines.ts';

const MOST_ROWS = 12;

/** Rejections of one source for one reason, as marketing reads them: never a name, a number or an address. */
export function feedback(model: FeedbackModel): Message {
  const standing = model.rows.filter((row) => !row.isUndone).length;
  if (standing === 0) return takenBack(model);
  const heading: Line[] = [
    [
      bold(count(standing, 'lead rejected', 'leads rejected')),
      ': ',
      stranger(model.reason, shown.words),
      ' · from ',
      stranger(model.sourceName, shown.name),
    ],
    [`What went wrong: ${FAILURE_POINT_LABELS[model.failurePoint].toLowerCase()}`],
  ];
  const rows = model.rows.slice(0, MOST_ROWS).map(rowLines);
  const rest = model.rows.length - rows.length;
  const more: Line[] = rest > 0 ? [[`… and ${rest} more`]] : [];
  const answered = [...model.answers.map(answerLine), ...owedLines(model.owed)];
  return {
    text: say([...heading, ...rows.flat(), ...more, ...answered]),
    blocks: [
      draw('heading', heading),
      ...rows.map((lines, index) => draw(`row/${index}`, lines)),
      ...(more.length > 0 ? [draw('more', more)] : []),
      ...(answered.length > 0 ? [draw('answers', answered)] : []),
      ...(model.owed === null ? [] : [answerButton('answer', model)]),
    ],
  };
}

/** Nothing of it stands: a line says so where the message was. */
function takenBack({ reason, sourceName }: FeedbackModel): Message {
  const line: Line = [
    ...['Taken back by sales: every rejection as “', stranger(reason, shown.words)],
    ...['” from ', stranger(sourceName, shown.name), ' that stood here.'],
  ];
  return { text: say([line]), blocks: [draw('heading', [line])] };
}

/** By when sales can expect an answer. */
function owedLines(owed: FeedbackModel['owed']): Line[] {
  if (owed === null) return [];
  return owed.isOver
    ? [[bold('Answer overdue'), ': it was due ', when(owed.dueAt)]]
    : [['Answer by ', when(owed.dueAt)]];
}

/** What the record said, and what its rep says: a source whose data is stale is mended there. */
function correctedLine({ corrected, objectedName }: FeedbackModel['rows'][number]): Line | null {
  if (corrected === null) return null;
  const { fact, from, to } = corrected;
  return [
    ...['corrected: ', stranger(`${weighedWords(fact, from)} → ${to.toLocaleString('en')}`, shown.sentence)],
    ...(objectedName === null ? [] : [', ', stranger(objectedName, shown.name), ' objected']),
  ];
}

function rowLines(row: FeedbackModel['rows'][number]): Line[] {
  const company = row.company === null ? 'Unknown company' : row.company;
  const what = join(
    [
      [stranger(company, shown.name)],
      row.title === null ? null : [stranger(row.title, shown.name)],
      row.campaign === null ? null : ['campaign ', stranger(row.campaign, shown.name)],
      ['by ', stranger(row.byName, shown.name), ' ', when(row.at)],
    ],
    ' · ',
  );
  if (row.isUndone) return [['• Taken back: ', ...what]];
  const evidence = row.evidence === null ? null : [REASON_EVIDENCE_LABELS[row.evidence]];
  const letThrough =
    row.letThrough.length === 0
      ? null
      : ['let through by: ', stranger(row.letThrough.join('; '), shown.paragraph)];
  const recording = row.recording === null ? null : [linkTo(row.recording, 'Recording of the call')];
  const because = join([evidence, correctedLine(row), letThrough, recording], ' · ');
  return [
    ['• ', ...what],
    ...(row.note === null || row.note === '' ? [] : [['Note: ', stranger(row.note, shown.note)]]),
    ...(because.length === 0 ? [] : [because]),
    ...(row.decided === null ? [] : [decidedLine(row.decided)]),
  ];
}
