import type { Db } from '#db/db.ts';
import { toldOf } from '#db/doctor.ts';
import { lookOnly } from '#db/history.ts';
import { isThere } from '#db/open-database.ts';
import { personsId } from '#domain/doctor/sources.ts';
import { findInWords } from '#domain/doctor/words.ts';
import { readDatabaseFrom, settingsFileFrom } from '#src/config/environment.ts';
import { sinceFrom } from './import-options.ts';
import { type Replayed, replayHistory } from './simulate/history.ts';
import { replayedLines } from './simulate/history-words.ts';
import { walkLines } from './simulate/lead-words.ts';
import { type Walk, walkLead } from './simulate/one-lead.ts';
import { readSimulateOptions, SIMULATE_USAGE, type SimulateRequest } from './simulate/options.ts';
import { problemLine, readOneLead } from './simulate/read-lead.ts';
import { type Named, settingsInForce } from './simulate/settings.ts';
import type { Subcommand, Terminal } from './subcommand.ts';
import { type OnDatabase, type Said, said, withDatabase } from './with-database.ts';
import { noteLines } from './word-notes.ts';

const REFUSED = 1;
const NOBODY = 2;
const PROGRESS_MS = 3_000;

type LeadRequest = Extract<SimulateRequest, { type: 'lead' }>;
type HistoryRequest = Extract<SimulateRequest, { type: 'history' }>;
type OnProgress = (done: number, all: number) => void;

/** On an open database. The one argument is what `readSimulateOptions` made of the command line. */
export const runSimulate: OnDatabase = ({ db, now }, [request = '']) =>
  // It was written by this command, in this process or by the command line of the running app.
  answer(JSON.parse(request) as SimulateRequest, { db, now: now(), onProgress: () => {} });

type Around = { db: Db | null; now: Date; onProgress: OnProgress };

async function answer(request: SimulateRequest, around: Around): Promise<Said> {
  const { db } = around;
  const inForce = await settingsInForce(request.settingsFile, db);
  if (!inForce.ok) return said(inForce.problem, REFUSED);
  const other = request.config === null ? null : await settingsInForce(request.config, db);
  if (other && !other.ok) return said(other.problem, REFUSED);
  if (request.type === 'lead') return simulateLead(request, other?.named ?? inForce.named, around);
  if (db === null) return said('--since: there is no database with leads to replay', REFUSED);
  return simulateHistory(request, [inForce.named, ...(other ? [other.named] : [])], { ...around, db });
}

async function simulateLead(request: LeadRequest, named: Named, { db, now }: Around): Promise<Said> {
  const at = request.at === null ? now : new Date(request.at);
  const reading = await readOneLead(named.settings, request, at);
  if (reading.type === 'wrong') return said(reading.problem, REFUSED);
  if (reading.type === 'ignored') {
    return said(`source ${reading.source.id} leaves this out: its \`when\` does not hold`, NOBODY);
  }
  const { lead, source, warnings } = reading;
  const told = { lead, source, at };
  const walk =
    db === null ? await walkLead(named, told, null) : await lookOnly(db, (tx) => walkLead(named, told, tx));
  const lines = [
    `Settings: ${named.name}, version ${named.version}`,
    db === null
      ? 'Without a database: everybody is there with nothing on their desk, pools are level, no account has an owner'
      : 'With the people, open work and turns of the database; nothing is stored',
    ...(personsId(source) === null
      ? []
      : [
          `The source’s id is read from ${personsId(source)}, which names a person: see npm run handoff -- doctor`,
        ]),
    ...(warnings.length === 0 ? [] : ['Left out of the lead', ...warnings.map(problemLine)]),
    '',
    ...walkLines(named.settings, walk),
  ];
  return said(lines.join('\n'), isSomebodys(walk) ? 0 : NOBODY);
}

function isSomebodys({ fate, record }: Walk): boolean {
  switch (fate.type) {
    case 'joins':
      return fate.ownerId !== null;
    case 'noted':
    case 'to_nurture':
      return false;
    case 'routed':
      return record.chosenId !== null || record.by === 'claim' || record.by === 'batch';
  }
}

async function simulateHistory(
  request: HistoryRequest,
  settings: readonly [Named, ...Named[]],
  { db, now, onProgress }: Around & { db: Db },
): Promise<Said> {
  const zone = settings[0].settings.workspace.time_zone;
  const expected = 'expected a length of time such as 30d, or a date such as 2026-10-24';
  const from = sinceFrom(request.since, now, zone);
  if (from === null) return said(`--since ${request.since}: ${expected}`, REFUSED);
  // A period ends before its last instant, and what comes now belongs to it.
  const until = request.until === null ? new Date(now.getTime() + 1) : sinceFrom(request.until, now, zone);
  if (until === null) return said(`--until ${request.until}: ${expected}`, REFUSED);
  if (until <= from) return said('--until: expected a time after --since', REFUSED);
  const period = { from, until, withImported: request.withImported };
  const replayed = await replayHistory(db, settings, period, onProgress);
  if (request.asJson) return said(JSON.stringify(forMachines(replayed), null, 2));
  const judged = settings.at(-1) ?? settings[0];
  const notes = noteLines(findInWords(judged.settings, { told: await toldOf(db, now) }));
  return said([...replayedLines(replayed), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n'));
}

const forMachines = ({ period, usual, ...rest }: Replayed) => ({
  from: period.from,
  until: period.until,
  withImported: period.withImported,
  usualMilliseconds: usual,
  ...rest,
});

/** Where no database is configured and none was ever kept, one lead can be simulated all the same. */
function hasDatabase({ env }: Terminal): boolean {
  const where = readDatabaseFrom(env);
  return !where.ok || isThere(where.database);
}

function progressOn({ complain }: Terminal): OnProgress {
  const start = performance.now();
  let told = start;
  return (done, all) => {
    if (performance.now() - told < PROGRESS_MS) return;
    told = performance.now();
    complain(
      `${done.toLocaleString('en')} of ${all.toLocaleString('en')} leads, ${Math.round((told - start) / 1_000)} s`,
    );
  };
}

export const simulate: Subcommand = {
  name: 'simulate',
  usage: '--lead <file.json> | --since <30d> [--config <file>]',
  summary:
    'show who would get a lead, or what a period would have come to under other settings; stores nothing',
  help: SIMULATE_USAGE,
  run: async (args, terminal) => {
    const reading = readSimulateOptions(args, settingsFileFrom(terminal.env));
    if (reading.type === 'help') {
      terminal.print(SIMULATE_USAGE);
      return 0;
    }
    if (reading.type === 'wrong') {
      terminal.complain(`${reading.problem}\nnpm run handoff -- help simulate says more`);
      return REFUSED;
    }
    const { request } = reading;
    const isAlone =
      request.type === 'lead' ? !request.withDatabase || !hasDatabase(terminal) : !hasDatabase(terminal);
    const { output, exitCode } = isAlone
      ? await answer(request, { db: null, now: terminal.now(), onProgress: () => {} })
      : await onDatabase(request, terminal);
    if (exitCode === REFUSED) terminal.complain(output);
    else terminal.print(output);
    return exitCode;
  },
};

/** A lead that nobody gets is an answer all the same: only what is wrong belongs on stderr. */
async function onDatabase(request: SimulateRequest, terminal: Terminal): Promise<Said> {
  const told: string[] = [];
  const tell = (text: string) => {
    told.push(text);
  };
  const onProgress = progressOn(terminal);
  const run: OnDatabase = ({ db, now }) => answer(request, { db, now: now(), onProgress });
  const exitCode = await withDatabase(run)([], {
    ...terminal,
    print: tell,
    complain: tell,
  });
  return said(told.join('\n'), exitCode);
}
