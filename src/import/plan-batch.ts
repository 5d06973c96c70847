import { isDeepStrictEqual } from 'node:util';
import type { PastRow } from '#db/import.ts';
import { IMPORTED } from '#db/imported.ts';
import type { LeadRow } from '#db/leads.ts';
import { depthOf } from '#domain/funnel.ts';
import { type Identity, identitiesOf, identityName } from '#domain/identities.ts';
import { judgeLead } from '#domain/judge-lead.ts';
import type { CanonicalLead, LeadSignal } from '#domain/lead.ts';
import { completeLead, mergeLead, saidBy, signalsOf } from '#domain/merge-lead.ts';
import { type Known as KnownLead, knownFrom, storedOrigins } from '#domain/origin.ts';
import type { Settings } from '#domain/settings.ts';
import type { Stage } from '#domain/stages.ts';
import { MOST_COMPARED, whoIsMeant } from '#domain/who-is-meant.ts';
import { isEnd, outranks } from './history.ts';
import type { ImportedLead, ReachedStage } from './imported-lead.ts';

/** What is stored of the people and records a batch is about, before it. */
export type Known = {
  leads: ReadonlyMap<string, LeadRow>;
  /** The leads each identity leads to, the one known longest first. */
  named: ReadonlyMap<string, readonly string[]>;
  /** What earlier imports kept, by item key. */
  items: ReadonlyMap<string, { id: string; lead: CanonicalLead | null; leadId: string | null }>;
  /** The keys of all items a lead was told in. */
  told: ReadonlyMap<string, readonly string[]>;
  stages: ReadonlyMap<string, readonly { id: number; stage: Stage; isInferred: boolean }[]>;
  /** Leads somebody works on here. */
  worked: ReadonlySet<string>;
  /** What an earlier import stored of a lead's past. */
  past: ReadonlyMap<string, PastRow>;
};

/** A lead as it will be after the batch, and what has to be stored for that. */
export type Draft = {
  row: LeadRow;
  isNew: boolean;
  isChanged: boolean;
  identities: Identity[];
  signals: LeadSignal[];
  stages: ReachedStage[];
  timed: { id: number; at: Date }[];
  /** The row that tells its past, where that has to be stored. */
  past: ImportedLead | null;
};

export type RowOutcome = 'new' | 'updated' | 'unchanged';
/** What became of one person by one row; null for somebody who was erased. */
export type PersonOutcome = { leadId: string | null; outcome: RowOutcome };
export type BatchPlan = {
  drafts: Draft[];
  newItems: { imported: ImportedLead; leadId: string }[];
  changedItems: { id: string; position: number; lead: CanonicalLead }[];
  outcomes: PersonOutcome[];
};

type By = { settings: Settings; now: Date; newId: () => string };

/**
 * What a batch changes. A row that is known changes only what the export says anew; a lead that came here by itself is
 * completed, never overwritten, and only brought further; a lead somebody works on here keeps its stage.
 */
export function planBatch(by: By, batch: readonly ImportedLead[], known: Known): BatchPlan {
  const drafts = new Map<string, Draft>();
  const named = new Map([...known.named].map(([name, ids]) => [name, [...ids]]));
  const keys = new Map(known.items);
  const plan: BatchPlan = { drafts: [], newItems: [], changedItems: [], outcomes: [] };
  for (const imported of batch) {
    const item = keys.get(imported.key);
    const id = item ? item.leadId : findLead(by.settings, imported, named, known, drafts);
    const old = id === null ? null : (drafts.get(id) ?? draftOf(known.leads.get(id)));
    if (item && !old) {
      // The person was erased here: an export that still names them does not bring them back.
      plan.outcomes.push({ leadId: null, outcome: 'unchanged' });
      continue;
    }
    const isSame = item !== undefined && isDeepStrictEqual(item.lead, plain(imported.lead));
    const next = old ? complete(by, old, imported, known, isSame) : newDraft(by, imported);
    drafts.set(next.row.id, next);
    for (const name of identitiesOf(by.settings, imported.lead).map(identityName)) {
      const ids = named.get(name) ?? [];
      if (!ids.includes(next.row.id)) named.set(name, [...ids, next.row.id]);
    }
    if (!item) plan.newItems.push({ imported, leadId: next.row.id });
    else if ((!isSame || next !== old) && item.id !== '') {
      plan.changedItems.push({ id: item.id, position: imported.line, lead: imported.lead });
    }
    // A record that stands in the file twice is found again; its item is not stored yet and has no id.
    keys.set(imported.key, { id: item?.id ?? '', lead: plain(imported.lead), leadId: next.row.id });
    const outcome = old === null ? 'new' : next === old ? 'unchanged' : 'updated';
    plan.outcomes.push({ leadId: next.row.id, outcome });
  }
  return { ...plan, drafts: [...drafts.values()].filter(({ isNew, isChanged }) => isNew || isChanged) };
}

/** As jsonb gives it back. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** A row says what was so when it was created; an export says the same record anew each time. */
const saidInRow = ({ lead, sourceId, capturedAt }: ImportedLead, now: Date): KnownLead =>
  saidBy(lead, {
    by: 'import',
    id: sourceId,
    at: capturedAt.toISOString(),
    received: now.toISOString(),
  });

function findLead(
  settings: Settings,
  { lead }: ImportedLead,
  named: ReadonlyMap<string, readonly string[]>,
  known: Known,
  drafts: ReadonlyMap<string, Draft>,
): string | null {
  const found = identitiesOf(settings, lead).flatMap((by) =>
    (named.get(identityName(by)) ?? []).slice(-MOST_COMPARED).flatMap((id) => {
      const row = drafts.get(id)?.row ?? known.leads.get(id);
      return row ? [{ lead: row, by }] : [];
    }),
  );
  const inOrder = found.toSorted((a, b) => a.lead.createdAt.getTime() - b.lead.createdAt.getTime());
  return whoIsMeant(settings, lead, inOrder)?.id ?? null;
}

const UNTOUCHED = {
  isNew: false,
  isChanged: false,
  identities: [],
  signals: [],
  stages: [],
  timed: [],
  past: null,
};

const draftOf = (row: LeadRow | undefined): Draft | null => (row ? { row, ...UNTOUCHED } : null);

function newDraft({ settings, now, newId }: By, imported: ImportedLead): Draft {
  const { lead, sourceId, capturedAt, stage, reached } = imported;
  const signals = signalsOf(lead, capturedAt);
  const { record, origins } = plain(saidInRow(imported, now));
  const row: LeadRow = {
    id: newId(),
    accountId: null,
    stage,
    sourceId,
    campaign: campaignOf(lead),
    record,
    origins: storedOrigins(origins, { sourceId, capturedAt }),
    capturedAt,
    createdAt: now,
    ...judgeLead(settings, { record, sourceId }, undefined, signals, capturedAt),
  };
  const past = imported.handoff ? imported : null;
  return {
    row,
    isNew: true,
    isChanged: true,
    identities: identitiesOf(settings, lead),
    signals,
    stages: reached,
    timed: [],
    past,
  };
}

const campaignOf = ({ campaign }: CanonicalLead): string | null =>
  campaign?.name ?? campaign?.utm_campaign ?? null;

/** The draft itself when the row says nothing new. */
function complete(by: By, old: Draft, imported: ImportedLead, known: Known, isSame: boolean): Draft {
  const { id } = old.row;
  const told = known.told.get(id) ?? [];
  const isOurs = told.some((key) => !key.startsWith(IMPORTED));
  const isSole = told.every((key) => key === imported.key) && !old.isNew;
  const described = isSame ? old : describe(by, old, imported, isOurs);
  const moved = known.worked.has(id)
    ? described
    : move(described, imported, known.stages.get(id) ?? [], isOurs, isSole);
  const isTold = isOurs || imported.handoff === null;
  const before = old.past?.handoff ?? known.past.get(id) ?? null;
  const isNews = before === null || (isSole ? !isSamePast(before, imported) : !isSame);
  const next = isTold || !isNews ? moved : { ...moved, past: imported, isChanged: true };
  return next;
}

function describe({ settings, now }: By, old: Draft, imported: ImportedLead, isOurs: boolean): Draft {
  const { record } = old.row;
  const merge = isOurs ? completeLead : mergeLead;
  const { record: next, origins } = plain(merge(knownFrom(old.row), saidInRow(imported, now)));
  if (isDeepStrictEqual(next, record)) return old;
  const { sourceId } = old.row;
  const capturedAt = new Date(Math.min(old.row.capturedAt.getTime(), imported.capturedAt.getTime()));
  const signals = signalsOf(next, capturedAt);
  const judged = isOurs
    ? {}
    : { capturedAt, ...judgeLead(settings, { record: next, sourceId }, undefined, signals, capturedAt) };
  return {
    ...old,
    row: {
      ...old.row,
      record: next,
      campaign: old.row.campaign ?? campaignOf(next),
      ...judged,
      origins: storedOrigins(origins, { sourceId, capturedAt: isOurs ? old.row.capturedAt : capturedAt }),
    },
    isChanged: true,
    identities: [...old.identities, ...identitiesOf(settings, imported.lead)],
  };
}

/** Brings a lead on: the stages it did not have yet, and the times of those that were inferred. */
function move(
  old: Draft,
  imported: ImportedLead,
  stored: readonly { id: number; stage: Stage; isInferred: boolean }[],
  isOurs: boolean,
  isSole: boolean,
): Draft {
  const has = (stage: Stage) =>
    stored.some((one) => one.stage === stage) || old.stages.some((one) => one.stage === stage);
  const isNews = !has(imported.stage);
  if (isOurs && !(isNews && comesFurther(old.row, imported, [...stored, ...old.stages]))) return old;
  const told = isOurs
    ? imported.reached.filter(({ at }) => at === null || at >= old.row.capturedAt)
    : imported.reached;
  const isTaken = isOurs || isSole || outranks(imported.stage, old.row.stage);
  const added = told.filter(({ stage }) => !has(stage) && (isTaken || !isEnd(stage)));
  const timed = told.flatMap(({ stage, at }) => {
    const inferred = stored.find((one) => one.stage === stage && one.isInferred);
    const isTimed = stored.some((one) => one.stage === stage && !one.isInferred);
    return inferred && at && !isTimed ? [{ id: inferred.id, at }] : [];
  });
  const isBack = isTaken && !isNews && old.row.stage !== imported.stage;
  const again: ReachedStage[] = isBack
    ? [{ stage: imported.stage, at: null, cause: 'inferred by import' }]
    : [];
  if (added.length + timed.length + again.length === 0) return old;
  return {
    ...old,
    row: { ...old.row, stage: isTaken ? imported.stage : old.row.stage },
    isChanged: true,
    stages: [...old.stages, ...added, ...again],
    timed: [...old.timed, ...timed],
  };
}

/** A CRM is often behind: it moves a lead that came here by itself only forward, or to an end that it dates. */
function comesFurther(
  row: LeadRow,
  { stage, reached }: ImportedLead,
  stages: readonly { stage: Stage }[],
): boolean {
  const at = reached.find((one) => one.stage === stage)?.at ?? null;
  // What happened before we knew them belongs to an earlier life.
  if (at !== null && at < row.capturedAt) return false;
  const deepest = Math.max(0, ...stages.map((one) => depthOf(one.stage)));
  return depthOf(stage) > deepest || stage === 'closed_lost' || (stage === 'disqualified' && at !== null);
}

function isSamePast(
  before: PastRow | NonNullable<ImportedLead['handoff']>,
  { handoff }: ImportedLead,
): boolean {
  const fingerprint = (past: Pick<PastRow, 'ownerId' | 'acceptedAt' | 'respondedAt' | 'closedAt'>) =>
    [past.ownerId, ...[past.acceptedAt, past.respondedAt, past.closedAt].map((at) => at?.getTime())].join();
  return handoff !== null && fingerprint(before) === fingerprint(handoff);
}
