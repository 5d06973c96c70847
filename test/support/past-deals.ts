import type { Db } from '#db/db.ts';
import { dealChanges, stageChanges } from '#db/schema.ts';
import type { DealField } from '#domain/deal.ts';
import { addHandoff, addLead, addStages } from '../db/make.ts';
import { make } from '../domain/make.ts';

/** Deals of the past as rows: what an AE said of them, and when. */

export type PastDeal = {
  id: string;
  opened: string;
  amount?: number;
  currency?: string;
  closeOn?: string;
  step?: string;
  won?: string;
  lost?: string;
  owner?: string;
  source?: string;
  employees?: number;
  /** What was said later. */
  later?: [day: string, field: DealField, to: string][];
};

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

export async function addPastDeal(db: Db, deal: PastDeal): Promise<void> {
  const { id, opened, owner = 'eva', source = 'website', employees = 420, later = [] } = deal;
  const at = noon(opened);
  const over = deal.won ?? deal.lost;
  const stage =
    deal.won !== undefined ? 'closed_won' : deal.lost !== undefined ? 'closed_lost' : 'opportunity';
  const record = make.lead();
  await addLead(db, id, {
    stage,
    sourceId: source,
    capturedAt: at,
    createdAt: at,
    record: {
      ...record,
      person: { ...record.person, full_name: `Lead of ${id}` },
      account: { ...record.account, name: id, employees },
    },
  });
  await addHandoff(db, `${id}-ae`, {
    leadId: id,
    leg: 'sql_to_ae',
    state: over === undefined ? 'working' : 'completed',
    ownerId: owner,
    sourceId: source,
    createdAt: at,
    firstOfferedAt: at,
    acceptedAt: at,
    closedAt: over === undefined ? null : noon(over),
  });
  const entered = { leadId: id, handoffId: `${id}-ae`, cause: 'test' };
  await db
    .insert(stageChanges)
    .values([
      { ...entered, stage: 'opportunity', at },
      ...(over === undefined ? [] : [{ ...entered, stage, at: noon(over) } as const]),
    ]);
  const first: [string, DealField, string | undefined][] = [
    [opened, 'amount', deal.amount?.toString()],
    [opened, 'currency', deal.amount === undefined ? undefined : (deal.currency ?? 'EUR')],
    [opened, 'close_on', deal.closeOn],
    [opened, 'sub_stage', deal.step],
  ];
  const said = [...first, ...later].flatMap(([day, field, toValue]) =>
    toValue === undefined
      ? []
      : [{ handoffId: `${id}-ae`, leadId: id, field, toValue, at: noon(day), repId: owner, byId: owner }],
  );
  if (said.length > 0) await db.insert(dealChanges).values(said);
}

/** So many of the same, each of a company of its own. */
export async function addPastDeals(db: Db, count: number, deal: PastDeal): Promise<void> {
  for (let no = 1; no <= count; no += 1) await addPastDeal(db, { ...deal, id: `${deal.id} ${no}` });
}

/** A lead that sales responded to so many minutes after it came, and what became of it. */
export async function addRespondedLead(
  db: Db,
  id: string,
  { at, minutes, became }: { at: Date; minutes: number; became: 'qualified' | 'disqualified' | 'working' },
): Promise<void> {
  const stage = {
    qualified: 'sales_qualified',
    disqualified: 'disqualified',
    working: 'sales_accepted',
  } as const;
  await addLead(db, id, { stage: stage[became], capturedAt: at, createdAt: at });
  await addHandoff(db, `${id}-sdr`, {
    leadId: id,
    state: became === 'working' ? 'working' : 'completed',
    createdAt: at,
    firstOfferedAt: at,
    acceptedAt: at,
    respondedAt: new Date(at.getTime() + minutes * 60_000),
  });
  if (became === 'qualified') await addStages(db, id, ['sales_qualified']);
}
