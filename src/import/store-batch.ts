import type { Db } from '#db/db.ts';
import { appendEvents, lastHandoffs } from '#db/handoffs.ts';
import {
  accountsOf,
  findNamed,
  importedItems,
  insertImport,
  lockLeads,
  lockPeople,
  readStanding,
  storeImport,
} from '#db/import.ts';
import { IMPORTED } from '#db/imported.ts';
import { gatherMessageChanges } from '#db/message-changes.ts';
import { takeInSubdomains, withSubdomains } from '#db/old-accounts.ts';
import { accountDomain, companyAt } from '#domain/accounts.ts';
import { companyNameKey } from '#domain/company-name.ts';
import { consentChanges } from '#domain/consent.ts';
import { identitiesOf } from '#domain/identities.ts';
import { knownFrom } from '#domain/origin.ts';
import type { Settings } from '#domain/settings.ts';
import type { ImportedLead } from './imported-lead.ts';
import { pastRows } from './past-rows.ts';
import { type BatchPlan, type Draft, type Known, type PersonOutcome, planBatch } from './plan-batch.ts';

/** One run of an import: what its rows are stored under. */
export type ImportRun = {
  db: Db;
  settings: Settings;
  /** Names this run; what it brings in can be taken back by it. */
  id: string;
  sourceId: string;
  /** What is kept about the run: no personal data. */
  about: object;
  now: Date;
  newId: () => string;
};

/** Stores a batch in one transaction. Answers what became of whom, row by row. */
export function storeBatch(run: ImportRun, batch: readonly ImportedLead[]): Promise<PersonOutcome[]> {
  return run.db.transaction(async (tx) => {
    const known = await loadKnown(tx, run, batch);
    const plan = planBatch(run, batch, known);
    if (plan.newItems.length + plan.drafts.length + plan.changedItems.length > 0) {
      await write(tx, run, plan, known);
    }
    return plan.outcomes;
  });
}

async function loadKnown(
  tx: Db,
  { settings, sourceId }: ImportRun,
  batch: readonly ImportedLead[],
): Promise<Known> {
  const all = batch.flatMap(({ lead }) => identitiesOf(settings, lead));
  await lockPeople(tx, all);
  const kept = await importedItems(
    tx,
    sourceId,
    batch.map(({ key }) => key),
  );
  const found = await findNamed(tx, all);
  const ids = new Set([...found, ...kept].flatMap(({ leadId }) => leadId ?? []));
  const leads = ids.size === 0 ? [] : await lockLeads(tx, [...ids]);
  const standing = ids.size === 0 ? null : await readStanding(tx, [...ids]);
  const byName = Map.groupBy(found, ({ name }) => name);
  const told = Map.groupBy(standing?.told ?? [], ({ leadId }) => leadId ?? '');
  return {
    leads: new Map(leads.map((lead) => [lead.id, lead])),
    named: new Map([...byName].map(([name, rows]) => [name, rows.map(({ leadId }) => leadId)])),
    items: new Map(kept.map((item) => [item.key, item])),
    told: new Map([...told].map(([id, rows]) => [id, rows.map(({ key }) => key)])),
    stages: Map.groupBy(standing?.stages ?? [], ({ leadId }) => leadId),
    worked: new Set(standing?.open.map(({ leadId }) => leadId)),
    past: new Map(standing?.imported.map((row) => [row.leadId, row])),
  };
}

async function write(tx: Db, run: ImportRun, plan: BatchPlan, known: Known): Promise<void> {
  const { id, sourceId, now, newId, settings } = run;
  const importId = `${IMPORTED}${id}`;
  await insertImport(tx, { id, sourceId, at: now, about: run.about });
  const drafts = await withAccounts(tx, plan.drafts, run);
  const passed = drafts.flatMap(({ row, past }) => (past?.handoff ? [{ row, past: past.handoff }] : []));
  await storeImport(tx, {
    newLeads: drafts.filter(({ isNew }) => isNew).map(({ row }) => row),
    changedLeads: drafts.filter(({ isNew }) => !isNew).map(({ row }) => row),
    identities: drafts.flatMap(({ row, identities }) =>
      identities.map((one) => ({ ...one, leadId: row.id })),
    ),
    signals: drafts.flatMap(({ row, signals }) =>
      signals.map(({ type, at, title, url }) => ({
        id: newId(),
        leadId: row.id,
        sourceId,
        type,
        at: new Date(at),
        title: title ?? null,
        url: url ?? null,
      })),
    ),
    stages: drafts.flatMap(({ row, stages }) =>
      stages.map(({ stage, at, cause }) => ({
        leadId: row.id,
        stage,
        cause,
        at: at ?? now,
        isInferred: at === null,
      })),
    ),
    timed: drafts.flatMap(({ timed }) => timed),
    outdated: passed.flatMap(({ row }) => known.past.get(row.id)?.id ?? []),
    handoffs: passed.map(({ row, past }) => pastRows(settings, row, past, { newId, importId })),
    newItems: plan.newItems.map(({ imported, leadId }) => ({
      id: newId(),
      deliveryId: id,
      sourceId,
      key: imported.key,
      position: imported.line,
      outcome: 'imported',
      lead: imported.lead,
      leadId,
      at: now,
    })),
    changedItems: plan.changedItems.map((item) => ({ ...item, deliveryId: id })),
  });
  await tellConsent(tx, drafts, known, now);
}

/** An import messages nobody; but a card that says "call" must not go on saying so. */
async function tellConsent(tx: Db, drafts: readonly Draft[], known: Known, now: Date): Promise<void> {
  const changed = drafts.flatMap(({ row }) => {
    const before = known.leads.get(row.id);
    const changes = before ? consentChanges(before.record, knownFrom(row)) : [];
    return changes.length > 0 ? [[row.id, changes] as const] : [];
  });
  if (changed.length === 0) return;
  const changes = new Map(changed);
  const messages = gatherMessageChanges();
  for (const last of await lastHandoffs(tx, [...changes.keys()])) {
    appendEvents(tx, last, changes.get(last.handoff.leadId) ?? [], { actorId: null, at: now });
    messages.touchCards(last.handoff.id);
  }
  await messages.write(tx, now, { also: [], isQuiet: () => false });
}

/** Each lead with the account of its e-mail domain. */
async function withAccounts(
  tx: Db,
  drafts: readonly Draft[],
  { settings, now, newId }: ImportRun,
): Promise<Draft[]> {
  const domainFor = ({ accountId, record }: Draft['row']) =>
    accountId === null ? accountDomain(settings, record) : null;
  const wanted = new Map<string, string | null>();
  for (const { row } of drafts) {
    const domain = domainFor(row);
    if (domain !== null) wanted.set(domain, wanted.get(domain) ?? row.record.account.name ?? null);
  }
  const made = [...wanted].map(([domain, name]) => ({
    id: newId(),
    domain,
    name,
    nameKey: companyNameKey(name ?? ''),
    createdAt: now,
  }));
  const ids = await accountsOf(tx, made);
  const added = made.filter(({ id, domain }) => ids.get(domain) === id);
  for (const one of await withSubdomains(tx, added)) {
    await takeInSubdomains(tx, one, (other) => companyAt(settings, other) === one.domain);
  }
  return drafts.map((draft) => {
    const domain = domainFor(draft.row);
    return domain === null ? draft : { ...draft, row: { ...draft.row, accountId: ids.get(domain) ?? null } };
  });
}
