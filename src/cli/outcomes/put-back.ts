import { setTimeout as pause } from 'node:timers/promises';
import {
  giveSinkRecordBack,
  isApproved,
  leadsChanged,
  makeSinkDry,
  takeSinkRecord,
} from '#db/sink-changes.ts';
import type { SinkRecordRow } from '#db/sinks.ts';
import type { PutBack } from '#domain/put-back.ts';
import { count } from '#src/import/words.ts';
import { isTrouble } from '#src/sinks/check-sink.ts';
import { openSinks } from '#src/sinks/open-sinks.ts';
import { planLead, putLeadBack, type RecordPutBack } from '#src/sinks/put-back.ts';
import type { RecordSink } from '#src/sinks/sink.ts';
import { SinkAway } from '#src/sinks/trouble.ts';
import { valueWords } from './list-words.ts';
import { EXIT, type Hand, refuse, sinkProblem } from './sinks.ts';

const PAGE = 200;
/** Longer than the requests for one lead may take. */
const HELD_SECONDS = 120;
/** Whoever tells a lead at this moment has it for less than that. */
const LOOKS = 60;
const LOOK_MS = 500;

const DAY_OR_INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/;

type Asked = { sinkId: string | undefined; since: string | undefined; isConfirmed: boolean };
type Work = { hand: Hand; sink: RecordSink; sinkId: string; since: Date | null; isConfirmed: boolean };
type Counted = Record<PutBack['outcome'] | 'failed', number>;

/** Puts back what we changed in a tool, where it still stands there, and makes the sink dry before. */
export async function putBack(hand: Hand, { sinkId, since, isConfirmed }: Asked): Promise<number> {
  const { db, settings, terminal } = hand;
  const asked = settings.sinks.find(({ id }) => id === sinkId);
  if (asked === undefined)
    return refuse(
      terminal,
      sinkProblem(
        sinkId,
        settings.sinks.map(({ id }) => id),
      ) ?? 'which sink?',
    );
  if (since !== undefined && (!DAY_OR_INSTANT.test(since) || Number.isNaN(Date.parse(since))))
    return refuse(terminal, `--since ${since}: expected a time such as 2026-12-01 or 2026-12-01T09:00Z`);
  // Whatever stands before what we wrote may be an earlier stage.
  const backwards = { ...asked, stage_backwards: true };
  const { sinks, problems } = openSinks({ sinks: [backwards] }, (name) => terminal.env[name]);
  const sink = sinks.get(asked.id)?.open(db, terminal.now);
  if (sink === undefined)
    return refuse(
      terminal,
      problems
        .map(({ path, problem }) => `${path.replace('sinks[0].', `${backwards.id}: `)}: ${problem}`)
        .join('\n'),
    );
  if (sink.kind !== 'record')
    return refuse(terminal, `${asked.id} has no records: what it was told cannot be taken back`);
  if (isConfirmed) {
    await makeSinkDry(db, asked.id);
    terminal.print(`${asked.id} is dry now: nothing is written there before it is approved again.`);
  }
  return putAllBack({ hand, sink, sinkId: asked.id, since: since ? new Date(since) : null, isConfirmed });
}

async function putAllBack(work: Work): Promise<number> {
  const { hand, sinkId, since, isConfirmed } = work;
  const { db, terminal } = hand;
  const counted: Counted = { write: 0, there: 0, changed: 0, fixed: 0, failed: 0 };
  let after = '';
  for (;;) {
    const leads = await leadsChanged(db, { sinkId, since, after, most: PAGE });
    if (leads.length === 0) break;
    for (const leadId of leads) {
      if (isConfirmed && (await isApproved(db, sinkId))) {
        terminal.complain(`Stopped: somebody approved ${sinkId} meanwhile.`);
        return EXIT.refused;
      }
      const isAway = await oneLead(work, leadId, counted);
      if (isAway) return EXIT.refused;
    }
    after = leads.at(-1) ?? after;
  }
  terminal.print(summary(counted, isConfirmed));
  if (!isConfirmed && counted.write + counted.there > 0)
    terminal.complain('\nNothing is put back. To put it back: the same command with --yes');
  return counted.failed > 0 || counted.fixed > 0 || !isConfirmed ? EXIT.refused : EXIT.done;
}

/** Answers whether the tool is away: then the others fare no better. */
async function oneLead(work: Work, leadId: string, counted: Counted): Promise<boolean> {
  const { hand, sink, sinkId, since, isConfirmed } = work;
  const { db, terminal } = hand;
  const which = { sinkId, leadId };
  const row = isConfirmed ? await takeSoon(work, leadId) : null;
  if (isConfirmed && row === null) {
    counted.failed += 1;
    terminal.print(`lead ${leadId}: is being told at this moment; the same command again puts it back`);
    return false;
  }
  try {
    const done =
      row === null
        ? await planLead({ db }, sink, { which, since })
        : await putLeadBack({ db, now: terminal.now }, sink, { row, since });
    for (const { outcome } of done.flatMap(({ fields }) => fields)) counted[outcome] += 1;
    const lines = done.flatMap((one) => linesOf(leadId, one));
    if (lines.length > 0) terminal.print(lines.join('\n'));
    return false;
  } catch (error) {
    if (!isTrouble(error)) throw error;
    counted.failed += 1;
    const isAway = error instanceof SinkAway;
    const more = isAway ? '\nStopped: the same command again goes on where it was.' : '';
    terminal.complain(`lead ${leadId}: ${error.message}${more}`);
    return isAway;
  } finally {
    if (row !== null) await giveSinkRecordBack(db, which);
  }
}

/** The app may be writing at this moment what was decided before the sink was dry. */
async function takeSoon({ hand, sinkId }: Work, leadId: string): Promise<SinkRecordRow | null> {
  for (let look = 0; look < LOOKS; look += 1) {
    const row = await takeSinkRecord(hand.db, { sinkId, leadId }, HELD_SECONDS);
    if (row !== null) return row;
    await pause(LOOK_MS);
  }
  return null;
}

const OUTCOME_WORDS: Readonly<Record<Exclude<PutBack['outcome'], 'write'>, string>> = {
  there: 'is as it was already',
  changed: 'was changed there since, and stays',
  fixed: 'cannot be written there',
};

const linesOf = (leadId: string, { record, fields }: RecordPutBack): string[] =>
  fields.map(({ field, now, to, outcome }) => {
    const what = outcome === 'write' ? `${valueWords(now)} → ${valueWords(to)}` : OUTCOME_WORDS[outcome];
    return `lead ${leadId}, ${record.type} ${record.id}: ${field}: ${what}`;
  });

function summary({ write, there, changed, fixed, failed }: Counted, isConfirmed: boolean): string {
  if (write + there + changed + fixed + failed === 0) return 'Nothing is to be put back.';
  const parts = [
    `${count(write, 'field')} ${isConfirmed ? 'put back' : 'would be put back'}`,
    ...(there > 0 ? [`${there} as before already`] : []),
    ...(changed > 0 ? [`${changed} changed there since, and left`] : []),
    ...(fixed > 0 ? [`${fixed} that cannot be written there`] : []),
    ...(failed > 0 ? [`${count(failed, 'lead')} failed`] : []),
  ];
  return `${parts.join(', ')}. Notes, tasks and deals that were made stay.`;
}
