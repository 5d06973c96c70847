import { gatherMessageChanges } from '#db/message-changes.ts';
import { readSinkList, readSinkRows } from '#db/sink-lists.ts';
import { approveSink, openSinkRows, retrySink } from '#db/sinks.ts';
import { EARLY_WRITES } from '#domain/sink-writes.ts';
import { sinkNewKey } from '#src/core/message-keys.ts';
import { count } from '#src/import/words.ts';

import { listLines, standingWords } from './list-words.ts';
import { EXIT, type Hand, refuse, sinkProblem } from './sinks.ts';

/** As many as somebody reads before they say yes. */
const SHOWN = 10;
const BY = 'the command line';

/** Shows what would be written first, and with `--yes` has it written. */
export async function approveOutcomes(
  { db, settings, terminal }: Hand,
  { sinkId, isConfirmed }: { sinkId: string | undefined; isConfirmed: boolean },
): Promise<number> {
  const ids = settings.sinks.map(({ id }) => id);
  const sink = settings.sinks.find(({ id }) => id === sinkId);
  if (sink === undefined) return refuse(terminal, sinkProblem(sinkId, ids) ?? 'which sink?');
  const { id } = sink;
  const at = terminal.now();
  const row = (await openSinkRows(db, [id], at)).get(id);
  if (row?.approvedAt) {
    terminal.print(`${id}: ${standingWords(sink, row, settings.mode)}`);
    return EXIT.done;
  }
  const planned = await readSinkList(db, { sinkId: id, list: 'planned', most: SHOWN });
  terminal.print(
    planned.count === 0
      ? `${id}: nothing was planned yet, as no outcome was due since it is in the settings`
      : [`${id}:`, ...listLines('planned', planned)].join('\n'),
  );
  if (!isConfirmed) {
    terminal.complain(
      `\nNothing is written. To have it written, ${EARLY_WRITES} writes in the first hour: the same command with --yes`,
    );
    return EXIT.refused;
  }
  await db.transaction(async (tx) => {
    await approveSink(tx, id, { by: BY, at });
    // What ops were asked in Slack says that it was answered here.
    const messages = gatherMessageChanges();
    messages.touch([sinkNewKey(id)]);
    await messages.write(tx, at, { also: [], isQuiet: () => false });
  });
  terminal.print(`\n${id}: ${standingWords(sink, { approvedAt: at, approvedBy: BY }, settings.mode)}`);
  return EXIT.done;
}

/** Has what failed tried now. */
export async function retryOutcomes(
  { db, settings, terminal }: Hand,
  { sinkId, leadId }: { sinkId: string | undefined; leadId: string | undefined },
): Promise<number> {
  const problem = sinkProblem(
    sinkId ?? settings.sinks[0]?.id,
    settings.sinks.map(({ id }) => id),
  );
  if (problem !== null) return refuse(terminal, problem);
  const asked = { sinkId: sinkId ?? null, leadId: leadId ?? null, at: terminal.now() };
  const refusing = (await readSinkRows(db)).filter(
    ({ id, problem: why }) => why !== null && (sinkId === undefined || id === sinkId),
  );
  const leads = await retrySink(db, asked);
  // Of a lead that nothing failed of, no tool is asked again either.
  const lifted = leadId !== undefined && leads === 0 ? [] : refusing;
  const where = sinkId === undefined ? '' : ` of ${sinkId}`;
  const which = leadId === undefined ? '' : ` with the lead ${leadId}`;
  if (leads > 0)
    terminal.print(
      `${count(leads, 'lead')}${where} will be tried by the app within a minute, while it runs.`,
    );
  else if (lifted.length === 0) terminal.print(`Nothing${where} failed${which}.`);
  for (const { id, problem: why } of lifted)
    terminal.print(`${id} will be asked again by the app within a minute, while it runs. It said: ${why}`);
  return leads === 0 && leadId !== undefined && lifted.length === 0 ? EXIT.refused : EXIT.done;
}
