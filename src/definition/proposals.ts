import {
  countSides,
  insertProposal,
  lockProposal,
  type ProposalRow,
  proposalsIn,
  readProposal,
  saveProposal,
} from '#db/proposals.ts';
import type { Backtest } from '#domain/backtest/backtest.ts';
import type { Edits, Person } from '#domain/settings.ts';
import { isMissed, judgeTrial, type Sides } from '#domain/trial/judge-trial.ts';
import {
  type ActRefusal,
  movesOf,
  PROPOSAL_ACTS,
  type ProposalAct,
  promisedOf,
  refuseAct,
  stateAfter,
} from '#domain/trial/proposal.ts';
import type { Trial } from '#domain/trial/trial-schema.ts';
import type { Problem } from '#src/config/problem.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { inChannelFor, proposalKey, proposalResultKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';

/** A change of the definition is an experiment: proposed with its back-test, signed, tried beside the one in force, judged once. */

/** Puts a proposal, with what its back-test says, where marketing and sales sign it. */
export async function propose(
  core: Core,
  person: Person,
  { trial, found, words }: { trial: Trial; found: Backtest; words: string[] },
): Promise<void> {
  await transact(core, async (work) => {
    const { verdicts, period } = found;
    await insertProposal(work.tx, {
      id: trial.id,
      state: 'proposed',
      words: trial.words,
      trial,
      promise: {
        leads: verdicts.leads,
        days: Math.round((period.until.getTime() - period.from.getTime()) / 86_400_000),
        keptOut: promisedOf(work.settings, verdicts),
        letIn: verdicts.letIn.leads,
        words,
      },
      byId: person.id,
      at: work.now,
      since: work.now,
    });
    post(work, proposalKey(trial.id), trial.id);
  });
}

export type Acted =
  | { ok: true; row: ProposalRow }
  | { ok: false; why: ActRefusal | 'unknown' | { problems: Problem[] } };

class Refused extends Error {
  readonly why: ActRefusal | 'unknown';
  constructor(why: ActRefusal | 'unknown') {
    super(why);
    this.why = why;
  }
}

/** Carries out a press on a proposal. What changes the settings and the proposal's row is one transaction. */
export async function actOnProposal(
  core: Core,
  by: { person: Person; slackUserId: string },
  id: string,
  act: ProposalAct,
): Promise<Acted> {
  const row = await readProposal(core.db, id);
  if (row === null) return { ok: false, why: 'unknown' };
  const refusal = refuseAct(row, act, by.person);
  if (refusal !== null) return { ok: false, why: refusal };
  try {
    return await carryOut(core, by, row, act);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.why };
    throw error;
  }
}

async function carryOut(
  core: Core,
  { person, slackUserId }: { person: Person; slackUserId: string },
  row: ProposalRow,
  act: ProposalAct,
): Promise<Acted> {
  const after = stateAfter(row, act);
  const keep = (work: Work) => settle(work, row.id, act, person);
  const edit = EDITS[after];
  if (after === row.state || edit === null || (act === 'withdraw' && row.state === 'proposed')) {
    await transact(core, keep);
  } else {
    const outcome = await core.changeSettings({
      what: `${PROPOSAL_ACTS[act].words}: the proposal ${row.words}`,
      bySlackId: slackUserId,
      edit: (edits) => edit(edits, row.trial),
      appended: keep,
    });
    if (!outcome.ok) return { ok: false, why: { problems: outcome.problems } };
  }
  const now = await readProposal(core.db, row.id);
  return now ? { ok: true, row: now } : { ok: false, why: 'unknown' };
}

type EditTrial = (edits: Edits, trial: Trial) => Edits;
const withoutIt: EditTrial = (edits, { id }) => ({
  ...edits,
  trials: (edits.trials ?? []).filter((one) => one.id !== id),
});
const withIt =
  (promoted: boolean): EditTrial =>
  (edits, trial) => ({
    ...edits,
    trials: [...(withoutIt(edits, trial).trials ?? []), { ...trial, promoted }],
  });

/** What a state leaves in the settings; null where it changes nothing there. */
const EDITS: Record<ProposalRow['state'], EditTrial | null> = {
  proposed: null,
  on_trial: withIt(false),
  borne_out: null,
  refuted: withoutIt,
  promoted: withIt(true),
  withdrawn: withoutIt,
  reverted: withoutIt,
};

/** Of two presses at once the second finds what the first left. */
async function settle(work: Work, id: string, act: ProposalAct, person: Person): Promise<void> {
  const row = await lockProposal(work.tx, id);
  const refusal = row === null ? 'unknown' : refuseAct(row, act, person);
  if (row === null || refusal !== null) throw new Refused(refusal ?? 'unknown');
  const state = stateAfter(row, act);
  const signed =
    act === 'sign_marketing'
      ? { marketingId: person.id, marketingAt: work.now }
      : act === 'sign_sales'
        ? { salesId: person.id, salesAt: work.now }
        : { endedById: person.id };
  await saveProposal(work.tx, id, {
    ...signed,
    ...(state === row.state ? {} : { state, since: work.now, sides: null }),
  });
  touchAll(work, row);
}

/** Counts what came of each trial, and says when one has borne out what it promised or not. Safe on several processes at once. */
export async function judgeTrials(core: Core): Promise<void> {
  for (const row of await proposalsIn(core.db, ['on_trial', 'promoted'])) {
    const sides = await countSides(core.db, row.id, row.state === 'promoted');
    if (row.state === 'promoted') await watch(core, row, sides);
    else await judge(core, row, sides);
  }
}

async function judge(core: Core, row: ProposalRow, sides: Sides): Promise<void> {
  const judged = judgeTrial(row.promise.keptOut, sides, movesOf(row.trial));
  if (judged.type === 'open') return noteSides(core, row, sides);
  const keep = async (work: Work) => {
    const locked = await lockProposal(work.tx, row.id);
    if (locked?.state !== 'on_trial') throw new Refused('not_now');
    await saveProposal(work.tx, row.id, { state: judged.type, why: judged.why, sides, since: work.now });
    touchAll(work, row);
    post(work, proposalResultKey(row.id, judged.type), row.id);
  };
  try {
    const isTried = core.layers().edits.trials?.some(({ id }) => id === row.id) ?? false;
    if (judged.type === 'borne_out' || !isTried) await transact(core, keep);
    else
      await core.changeSettings({
        what: `the trial of ${row.words} is over`,
        bySlackId: '',
        edit: (edits) => withoutIt(edits, row.trial),
        appended: keep,
      });
  } catch (error) {
    // Another process was first, or somebody withdrew it.
    if (!(error instanceof Refused)) throw error;
  }
}

/** What is in force is watched on: a share of those it keeps out still goes to sales. */
async function watch(core: Core, row: ProposalRow, sides: Sides): Promise<void> {
  await noteSides(core, row, sides);
  if (row.missedAt !== null || !isMissed(row.promise.keptOut, sides.keptOut)) return;
  await transact(core, async (work) => {
    const locked = await lockProposal(work.tx, row.id);
    if (locked?.state !== 'promoted' || locked.missedAt !== null) return;
    await saveProposal(work.tx, row.id, { missedAt: work.now, sides });
    touchAll(work, row);
    post(work, proposalResultKey(row.id, 'missed'), row.id);
  });
}

async function noteSides(core: Core, row: ProposalRow, sides: Sides): Promise<void> {
  if (JSON.stringify(row.sides) === JSON.stringify(sides)) return;
  await transact(core, async (work) => {
    await saveProposal(work.tx, row.id, { sides });
    touchAll(work, row);
  });
}

function post(work: Work, key: string, proposalId: string): void {
  want(work, {
    ...{ key, kind: 'proposal', handoffId: null, parentKey: null },
    place: inChannelFor('feedback'),
    detail: { proposalId },
  });
}

const touchAll = (work: Work, { id }: ProposalRow): void =>
  work.messages.touch([
    proposalKey(id),
    ...['borne_out', 'refuted', 'missed'].map((what) => proposalResultKey(id, what)),
  ]);
