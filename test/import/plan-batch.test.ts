import { expect, test } from 'vitest';
import { canonicalLeadSchema } from '#domain/lead.ts';
import type { Stage } from '#domain/stages.ts';
import { wayOf } from '#src/import/history.ts';
import type { ImportedLead } from '#src/import/imported-lead.ts';
import { type Known, planBatch } from '#src/import/plan-batch.ts';
import { NOW, settings } from './context.ts';

const CREATED = new Date('2026-10-05T08:00:00Z');

const NOBODY: Known = {
  leads: new Map(),
  named: new Map(),
  items: new Map(),
  told: new Map(),
  stages: new Map(),
  worked: new Set(),
  past: new Map(),
};

/** A record of one and the same person. */
const record = (key: string, stage: Stage, depth: number, campaign?: string): ImportedLead => ({
  line: 2,
  key,
  lead: canonicalLeadSchema.parse({
    person: { email: 'jane@initrode.example' },
    campaign: campaign && { name: campaign },
  }),
  sourceId: 'pipedrive',
  capturedAt: CREATED,
  stage,
  reached: wayOf(stage, new Map(), CREATED, depth),
  handoff: null,
  response: null,
});

const drafted = (...batch: ImportedLead[]) => {
  const { drafts } = planBatch({ settings, now: NOW, newId: () => 'lead' }, batch, NOBODY);
  return drafts.map(({ row, stages }) => ({ row, stages: stages.map(({ stage }) => stage) }));
};
const stageOf = (...batch: ImportedLead[]) => drafted(...batch).map(({ row }) => row.stage);

test('an open deal counts before an older one that was lost, whichever comes first in the file', () => {
  const open = record('import:open', 'opportunity', 4);
  const lostEarly = record('import:early', 'disqualified', 2);
  const lostLate = record('import:late', 'closed_lost', 4);

  expect(stageOf(open, lostEarly)).toEqual(['opportunity']);
  expect(stageOf(lostEarly, open)).toEqual(['opportunity']);
  expect(stageOf(open, lostLate)).toEqual(['opportunity']);
  expect(stageOf(lostLate, open)).toEqual(['opportunity']);
});

test('a customer stays one beside a record in nurture, whichever comes first in the file', () => {
  const customer = record('import:1', 'closed_won', 5);
  const other = record('import:2', 'nurture', 0);

  expect(stageOf(customer, other)).toEqual(['closed_won']);
  expect(stageOf(other, customer)).toEqual(['closed_won']);
});

test('the end that does not count is no stage of the lead, and where it stands is the last of its stages', () => {
  const inquiry = record('import:1', 'inquiry', 0);
  const lost = record('import:2', 'disqualified', 0);

  expect(drafted(inquiry, lost)).toMatchObject([{ row: { stage: 'inquiry' }, stages: ['inquiry'] }]);
  expect(drafted(lost, inquiry)).toMatchObject([
    { row: { stage: 'inquiry' }, stages: ['inquiry', 'disqualified', 'inquiry'] },
  ]);
});

test('a campaign that only a later record tells is the campaign of the lead', () => {
  const first = record('import:1', 'inquiry', 0);
  const later = record('import:2', 'inquiry', 0, 'Autumn demo');

  expect(drafted(first, later)).toMatchObject([{ row: { campaign: 'Autumn demo' } }]);
});
