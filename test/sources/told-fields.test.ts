import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ToldFields } from '#domain/own-writes.ts';
import { sourceSchema } from '#domain/settings.ts';
import { adapterOf } from '#src/sources/adapters.ts';

/** What CRMs say of which fields changed, in their own words. */

const payload = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/payloads/${name}.json`, import.meta.url), 'utf8'));

async function fieldsIn(format: string, body: unknown): Promise<(ToldFields | undefined)[]> {
  const settings = sourceSchema.parse({
    ...{ id: 'crm', name: 'The CRM', format },
    auth: { type: 'own', secret_env: ['SECRET'], user: 'hook', organization: '00D000000000001EAA' },
  });
  const reading = { settings, receivedAt: new Date('2026-11-23T10:00:00Z'), api: null };
  const found = (await adapterOf(format)?.read(body, reading)) ?? [];
  return found.map(({ fields }) => fields);
}

test('Pipedrive says what changed by what was there before, and who did it', async () => {
  const body = payload('pipedrive.lead-change.v2');
  expect(await fieldsIn('pipedrive', body)).toEqual([
    {
      record: { system: 'pipedrive', type: 'lead', id: '33333333-3333-4333-8333-333333333333' },
      ...{ says: 'changed', isByHand: true },
      values: { update_time: '2026-11-21T17:07:36.753Z', value: '12300' },
    },
  ]);
});

test('of labels of Pipedrive the one that came is what changed, and fields of its own may be objects', async () => {
  const key = 'a'.repeat(40);
  const body = {
    data: { label_ids: [7, 9], custom_fields: { [key]: { type: 'varchar', value: 'No budget' } } },
    previous: { label_ids: [7, 8], custom_fields: { [key]: null } },
    meta: { action: 'change', entity: 'deal', entity_id: '5', id: 'e', change_source: 'api' },
  };
  expect(await fieldsIn('pipedrive', body)).toEqual([
    {
      record: { system: 'pipedrive', type: 'deal', id: '5' },
      ...{ says: 'changed', isByHand: false },
      values: { label: '9', [key]: 'No budget' },
    },
  ]);
});

test('Zoho says what changed where its channel was asked to, and a workflow sends the whole record', async () => {
  const record = { system: 'zoho', type: 'lead', id: '6756839000000575405' };
  expect(await fieldsIn('zoho', payload('zoho.notification-leads-update'))).toEqual([
    {
      ...{ record, says: 'changed', isByHand: false },
      values: { Company: 'Rangoni Of Example', Phone: '555-0100' },
    },
  ]);
  expect(await fieldsIn('zoho', { 'Lead Id': record.id, Lead_Status: 'Contacted' })).toMatchObject([
    { record, says: 'whole', values: { Lead_Status: 'Contacted' } },
  ]);
});
