import { expect, test } from 'vitest';
import { canonicalLeadSchema } from '#domain/lead.ts';
import type { ImportedLead } from '#src/import/imported-lead.ts';
import { createRehearsal } from '#src/import/rehearsal.ts';
import { settings } from './context.ts';

// Monday, 10:00 in Berlin.
const MONDAY = new Date('2026-11-23T09:00:00Z');
// Saturday before it.
const SATURDAY = new Date('2026-11-21T09:00:00Z');

const lead = (domain: string, channel: string) =>
  canonicalLeadSchema.parse({
    person: { email: `jane@${domain}`, country: 'DE' },
    account: { domain, industry: 'software', employees: 300, country: 'DE' },
    channel,
  });

const imported = (of: Partial<ImportedLead>): ImportedLead => ({
  line: 2,
  key: 'id:1',
  lead: lead('initrode.example', 'content'),
  sourceId: 'hubspot',
  capturedAt: MONDAY,
  stage: 'inquiry',
  reached: [],
  handoff: null,
  response: null,
  ...of,
});

test('whoever the CRM called MQL is played through, and counted apart from those who meet our definition', () => {
  const rehearsal = createRehearsal(settings);
  const reached: ImportedLead['reached'] = [{ stage: 'marketing_qualified', at: MONDAY, cause: 'import' }];
  rehearsal.add(imported({ reached }));
  rehearsal.add(imported({ reached, lead: lead('umbrella.example', 'content') }));
  rehearsal.add(imported({}));

  expect(rehearsal.result()).toEqual({
    qualified: 0,
    qualifiedThere: 2,
    byRep: [
      { repId: 'ana', count: 1 },
      { repId: 'ben', count: 1 },
    ],
    waited: 0,
    nobody: 0,
    responses: null,
  });
});

test('what came when nobody worked would have waited for the opening', () => {
  const rehearsal = createRehearsal(settings);
  const reached: ImportedLead['reached'] = [{ stage: 'marketing_qualified', at: null, cause: 'import' }];
  rehearsal.add(imported({ reached, capturedAt: SATURDAY }));

  const { waited, byRep } = rehearsal.result();
  expect({ waited, byRep }).toEqual({ waited: 1, byRep: [{ repId: 'ana', count: 1 }] });
});

test('the response there really was is measured against the policy it would have had', () => {
  const rehearsal = createRehearsal(settings);
  const after = (minutes: number) => ({
    at: new Date(MONDAY.getTime() + minutes * 60_000),
    minutes,
  });
  const demo = lead('initrode.example', 'demo_request');
  rehearsal.add(imported({ lead: demo, response: after(10) }));
  rehearsal.add(imported({ lead: demo, response: after(26 * 60) }));

  expect(rehearsal.result().responses).toEqual({
    count: 2,
    medianMinutes: 785,
    withinTarget: 1,
    measured: 2,
  });
});
