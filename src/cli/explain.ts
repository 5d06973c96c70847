import { parseArgs } from 'node:util';
import type { Db } from '#db/db.ts';
import { decisionsSince, findRoutedByStart, type LoggedDecision, newestDecisions } from '#db/routing-log.ts';
import { readSettingsVersion } from '#db/settings.ts';
import { parseDelay } from '#domain/settings-shapes.ts';
import { readDatabaseFrom } from '#src/config/environment.ts';
import { decisionLines, decisionTitle, replayLines } from './explain-words.ts';
import { createReplayer, type Replayed } from './replay-log.ts';
import type { Subcommand } from './subcommand.ts';
import { type OnDatabase, type Said, said, withDatabase } from './with-database.ts';

/** As diff does: nothing differs · something does · it could not be asked. */
const EXIT = { agrees: 0, differs: 1, refused: 2 } as const;
const SHORTEST_ID = 4;
const MOST_DECISIONS = 100;
const MOST_DIFFERENT = 20;
/** While the app answers for the command line, it has to come to its own work in between. */
const PAGE = 100;

const HELP = `Usage: npm run handoff -- explain <handoff id, or its first characters> [--replay] [--json]
       npm run handoff -- explain --replay --since 30d [--json]

Everything that was kept of how a lead was routed: each decision with its cause, the settings and facts, every rule,
everybody who was looked at with their numbers, and what it was decided from. No decision says who the lead is.

  --replay   makes each decision again, from what was kept and the settings of then, and says whether it agrees
  --since    all decisions of that time (30d, 12h) instead of one handoff's; only with --replay
  --json     for machines

Exit code: 0 agrees (or nothing was made again), 1 a decision came out another way, 2 it could not be asked.`;

type Asked =
  | { type: 'one'; start: string; isReplay: boolean; isJson: boolean }
  | { type: 'all'; since: Date; isJson: boolean }
  | { type: 'wrong'; problem: string };

/** On an open database: how leads were routed, and whether it comes out the same again. */
export const runExplain: OnDatabase = async ({ db, now }, args) => {
  const asked = readArgs(args, now());
  switch (asked.type) {
    case 'wrong':
      return said(wrongWords(asked.problem), EXIT.refused);
    case 'one':
      return explainOne(db, asked);
    case 'all':
      return replayAll(db, asked);
  }
};

function readArgs(args: readonly string[], now: Date): Asked {
  const known = ['--replay', '--json', '--since'];
  const strange = args.find((arg) => arg.startsWith('-') && !known.includes(arg.split('=')[0] ?? ''));
  if (strange !== undefined) return wrong(`no option ${strange}; expected ${known.join(', ')}`);
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { replay: { type: 'boolean' }, json: { type: 'boolean' }, since: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const isReplay = values.replay === true;
  const isJson = values.json === true;
  const [start = '', ...more] = positionals;
  if (more.length > 0) return wrong(`one handoff at a time; expected nothing behind ${start}`);
  if (values.since === undefined) {
    if (start.length < SHORTEST_ID)
      return wrong(`which handoff? Expected its id, or at least its first ${SHORTEST_ID} characters`);
    return { type: 'one', start: start.toLowerCase(), isReplay, isJson };
  }
  if (start !== '') return wrong('either a handoff, or --since for all of them');
  if (!isReplay) return wrong('--since makes decisions again: expected --replay with it');
  const since = sinceFrom(values.since, now);
  return since
    ? { type: 'all', since, isJson }
    : wrong('--since: expected a length of time such as 30d or 12h');
}

const wrongWords = (problem: string): string => `${problem}\nnpm run handoff -- help explain says more`;
const wrong = (problem: string): Asked => ({ type: 'wrong', problem });

function sinceFrom(text: string | boolean, now: Date): Date | null {
  if (typeof text !== 'string' || !/^[1-9]\d{0,4}[hd]$/.test(text)) return null;
  const length = parseDelay(text);
  return length.unit === 'minutes' ? new Date(now.getTime() - length.amount * 60_000) : null;
}

type One = { decision: LoggedDecision; loadedAt: Date | null; replayed: Replayed | null };

async function explainOne(
  db: Db,
  { start, isReplay, isJson }: Extract<Asked, { type: 'one' }>,
): Promise<Said> {
  const [handoffId, second] = await findRoutedByStart(db, start);
  if (second !== undefined)
    return said(`several handoffs begin with ${start}; write more of the id`, EXIT.refused);
  if (handoffId === undefined) {
    return said(
      `no decision about a handoff that begins with ${start}; lists in Slack show ids`,
      EXIT.refused,
    );
  }
  const found = await newestDecisions(db, handoffId, MOST_DECISIONS + 1);
  const again = createReplayer(db);
  const decisions: One[] = [];
  for (const decision of found.slice(0, MOST_DECISIONS)) {
    const version = await readSettingsVersion(db, decision.settingsVersion);
    const replayed = isReplay ? await again(decision) : null;
    decisions.push({ decision, loadedAt: version?.loadedAt ?? null, replayed });
  }
  const isCut = found.length > MOST_DECISIONS;
  const exit = decisions.some(({ replayed }) => replayed?.result === 'differs') ? EXIT.differs : EXIT.agrees;
  const output = isJson ? jsonOf(handoffId, decisions, isCut) : textOf(handoffId, decisions, isCut);
  return said(output, exit);
}

function jsonOf(handoffId: string, decisions: readonly One[], isCut: boolean): string {
  const rows = decisions.map(({ decision: { handoffId: _, ...decision }, loadedAt, replayed }) => ({
    ...decision,
    settingsLoadedAt: loadedAt,
    ...(replayed && { replay: replayed }),
  }));
  return JSON.stringify({ handoffId, isCut, decisions: rows }, null, 2);
}

function textOf(handoffId: string, decisions: readonly One[], isCut: boolean): string {
  const count = decisions.length === 1 ? '1 decision' : `${decisions.length} decisions, the newest first`;
  return [
    `Handoff ${handoffId}: ${count}${isCut ? ` (older ones are left out)` : ''}`,
    ...decisions.flatMap(({ decision, loadedAt, replayed }) => [
      '',
      ...decisionLines(decision, loadedAt),
      ...(replayed === null ? [] : replayLines(replayed)),
    ]),
  ].join('\n');
}

type Different = { decision: LoggedDecision; replayed: Extract<Replayed, { result: 'differs' }> };
type Counts = { agree: number; differ: number; cannot: Map<string, number>; different: Different[] };

async function replayAll(db: Db, { since, isJson }: Extract<Asked, { type: 'all' }>): Promise<Said> {
  const again = createReplayer(db);
  const counts: Counts = { agree: 0, differ: 0, cannot: new Map(), different: [] };
  for await (const page of decisionsSince(db, since, PAGE)) {
    for (const decision of page) count(counts, decision, await again(decision));
  }
  const output = isJson ? allAsJson(since, counts) : allAsText(since, counts);
  return said(output, counts.differ > 0 ? EXIT.differs : EXIT.agrees);
}

/** Adds one to the counts; of those that differ the first are kept whole. */
function count(counts: Counts, decision: LoggedDecision, replayed: Replayed): void {
  switch (replayed.result) {
    case 'agrees':
      counts.agree += 1;
      return;
    case 'cannot':
      counts.cannot.set(replayed.because, (counts.cannot.get(replayed.because) ?? 0) + 1);
      return;
    case 'differs':
      counts.differ += 1;
      if (counts.different.length < MOST_DIFFERENT) counts.different.push({ decision, replayed });
  }
}

function allAsText(since: Date, { agree, differ, cannot, different }: Counts): string {
  const more = differ - different.length;
  return [
    `Decisions since ${since.toISOString()}`,
    `  agree                 ${agree}`,
    `  differ                ${differ}`,
    `  cannot be made again  ${[...cannot.values()].reduce((sum, each) => sum + each, 0)}`,
    ...[...cannot].map(([because, times]) => `    ${times} × ${because}`),
    ...different.flatMap(({ decision, replayed }) => ['', decisionTitle(decision), ...replayLines(replayed)]),
    ...(more > 0 ? ['', `… and ${more} more that differ`] : []),
  ].join('\n');
}

function allAsJson(since: Date, { agree, differ, cannot, different }: Counts): string {
  const rows = different.map(({ decision, replayed }) => ({
    id: decision.id,
    handoffId: decision.handoffId,
    at: decision.at,
    settingsVersion: decision.settingsVersion,
    differences: replayed.differences,
  }));
  return JSON.stringify(
    { since, agree, differ, cannot: Object.fromEntries(cannot), different: rows },
    null,
    2,
  );
}

export const explain: Subcommand = {
  name: 'explain',
  usage: '<handoff id> [--replay] [--json]',
  summary: 'how a lead was routed, in full; --replay makes the decision again and says whether it agrees',
  help: HELP,
  run: async (args, terminal) => {
    const asked = readArgs(args, terminal.now());
    if (asked.type === 'wrong') {
      terminal.complain(wrongWords(asked.problem));
      return EXIT.refused;
    }
    const told: string[] = [];
    const complain = (text: string) => void told.push(text);
    const code = await withDatabase(runExplain)(args, { ...terminal, complain });
    // That a decision differs is the answer, not a failure to answer: whoever reads the output has to get it.
    const isAnswer = code === EXIT.differs && readDatabaseFrom(terminal.env).ok;
    for (const text of told) isAnswer ? terminal.print(text) : terminal.complain(text);
    return code;
  },
};
