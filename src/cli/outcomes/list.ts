import { readSinkList, readSinkRows, SINK_LISTS } from '#db/sink-lists.ts';
import { listLines, sinkLines } from './list-words.ts';
import { EXIT, type Hand, refuse, sinkProblem } from './sinks.ts';

const LISTED = 20;

type Asked = { sinkId: string | undefined; isFailedOnly: boolean; isAll: boolean };

/** How each tool stands, and which leads wait, failed, are planned or have something to be said of them. */
export async function listOutcomes(
  { db, settings, terminal }: Hand,
  { sinkId, isFailedOnly, isAll }: Asked,
): Promise<number> {
  const rows = new Map((await readSinkRows(db)).map((row) => [row.id, row]));
  const known = [...new Set([...settings.sinks.map(({ id }) => id), ...rows.keys()])];
  if (known.length === 0) {
    terminal.print('The settings have no sinks: nothing is told anybody (docs/outcomes.md).');
    return EXIT.done;
  }
  const problem = sinkId === undefined ? null : sinkProblem(sinkId, known);
  if (problem !== null) return refuse(terminal, problem);
  for (const id of sinkId === undefined ? known : [sinkId]) {
    const one = settings.sinks.find((sink) => sink.id === id);
    const about = { settings: one, row: rows.get(id), mode: settings.mode, now: terminal.now() };
    const lines: string[] = [];
    for (const list of isFailedOnly ? (['failed'] as const) : SINK_LISTS) {
      const most = isAll ? null : LISTED;
      lines.push(...listLines(list, await readSinkList(db, { sinkId: id, list, most })));
    }
    const nothing = isFailedOnly ? '  nothing failed' : '  nothing waits, and nothing failed';
    terminal.print([...sinkLines(id, about), ...(lines.length === 0 ? [nothing] : lines)].join('\n'));
  }
  return EXIT.done;
}
