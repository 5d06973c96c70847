import type { SinkSettings } from '#domain/sink-settings.ts';
import { at, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../http.ts';
import type { RecordSink, SinkRecord, Values } from '../sink.ts';
import type { SinkSystemDefinition } from '../system.ts';
import { ask, askFor, askForAll } from './hubspot/asking.ts';
import { MARK, putDeal } from './hubspot/deals.ts';
import { makeFields, readFields } from './hubspot/fields.ts';
import { leaveEntry } from './hubspot/history.ts';
import { lacksOf } from './hubspot/lacks.ts';

/** HubSpot: fields of a contact, notes or tasks, deals. By the token of a private app, which lasts. */

export const HUBSPOT: SinkSystemDefinition = {
  api: {
    baseUrl: 'https://api.hubapi.com',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    grant: 'none',
    // Locked for a moment, or moved to another data centre. https://developers.hubspot.com/docs/api-reference/error-handling
    meaning: ({ status }) => (status === 423 || status === 477 ? 'busy' : null),
  },
  needs: ['token_env'],
  options: { pipeline: 'the pipeline of new deals, by its name or id; the first, where none is named' },
  // A hundred in ten seconds is what every account may; one more comes by when the network bunches them.
  perSecond: 9,
  ...{ hasLog: true, hasDeals: true, hasSequences: false },
  events: [
    ...(['assigned', 'accepted', 'rejected', 'responded', 'meeting_booked', 'meeting_held'] as const),
    ...(['meeting_missed', 'qualified', 'opportunity', 'won', 'lost', 'recycled', 'disqualified'] as const),
    ...(['breached', 'reassigned'] as const),
  ],
  recordTypes: ['contacts'],
  fields: {
    ...{ status: 'hs_lead_status', stage: 'lifecyclestage', owner: 'hubspot_owner_id' },
    ...{ reason: 'handoff_reason', owner_name: null, source: 'handoff_source', lead_id: 'handoff_lead_id' },
    ...{ accepted_at: 'handoff_accepted_at', responded_at: 'handoff_responded_at' },
    ...{ rejected_at: 'handoff_rejected_at', meeting_at: 'handoff_meeting_at' },
    ...{ qualified_at: 'handoff_qualified_at', closed_at: 'handoff_closed_at' },
    ...{ recycle_on: 'handoff_recycle_on', amount: 'handoff_amount', currency: 'handoff_currency' },
    ...{ close_on: 'handoff_close_on', breaches: 'handoff_breaches' },
  },
  words: {
    // Of a deal that is won or lost HubSpot has no lead status: the deal says it.
    status: {
      ...{ assigned: 'NEW', accepted: 'OPEN', working: 'IN_PROGRESS', meeting: 'CONNECTED' },
      ...{ rejected: 'UNQUALIFIED', disqualified: 'UNQUALIFIED', recycled: 'BAD_TIMING' },
      ...{ qualified: 'CONNECTED', opportunity: 'OPEN_DEAL' },
    },
    stage: {
      ...{ sales_qualified: 'salesqualifiedlead', opportunity: 'opportunity', closed_won: 'customer' },
    },
  },
  stageOrder: [
    ...['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'],
    ...['evangelist', 'other'],
  ],
  open: openHubspot,
};

const CONTACTS = '/crm/v3/objects/contacts';

function openHubspot(api: SinkApi, settings: SinkSettings): RecordSink {
  const read = async ({ id }: SinkRecord, names: readonly string[]): Promise<Values> => {
    const query = { properties: names.join(',') };
    const contact = await ask(api, 'GET', `${CONTACTS}/${encodeURIComponent(id)}`, { query });
    return Object.fromEntries(names.map((name) => [name, textAt(contact, 'properties', name) ?? null]));
  };
  const write = async ({ id }: SinkRecord, values: Values): Promise<void> => {
    // HubSpot empties a property by an empty text.
    const properties = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
    await ask(api, 'PATCH', `${CONTACTS}/${encodeURIComponent(id)}`, { body: { properties } });
  };
  return {
    kind: 'record',
    find: async ({ known, refs, email }) => {
      const ids = [
        known?.id,
        ...refs.flatMap(({ system, type, id }) => (system === 'hubspot' && type === 'contact' ? [id] : [])),
      ];
      for (const id of new Set(ids)) {
        if (id === undefined || !/^\d+$/.test(id)) continue;
        // Who was merged into another answers as that one.
        const contact = contactIn(await askFor(api, `${CONTACTS}/${id}`));
        if (contact !== null) return contact;
      }
      if (email === null) return null;
      return contactIn(
        await askFor(api, `${CONTACTS}/${encodeURIComponent(email)}`, { idProperty: 'email' }),
      );
    },
    fields: (type) => readFields(api, type),
    users: async () => {
      const owners = await askForAll(api, '/crm/v3/owners');
      return new Map(
        owners.flatMap((owner) => {
          const [id, email] = [textAt(owner, 'id'), textAt(owner, 'email')];
          return id === undefined || email === undefined ? [] : [[email.toLowerCase(), id]];
        }),
      );
    },
    read,
    write: async (record, values) => {
      await write(record, values);
      const stage = values[STAGE] ?? null;
      // A stage that would go back is left as it is, without a word, unless it is emptied before.
      if (!settings.stage_backwards || stage === null || (await read(record, [STAGE]))[STAGE] === stage)
        return;
      await write(record, { [STAGE]: null });
      await write(record, { [STAGE]: stage });
    },
    log: (record, entry, as) => leaveEntry(api, record, entry, as),
    deal: async (record, deal) => {
      await putDeal(api, record, deal, settings.options.pipeline);
      return record;
    },
    lacks: () => lacksOf(api, settings),
    addFields: async (type, fields) => {
      await makeFields(api, type, fields);
      if (settings.deals) await makeFields(api, 'deals', [{ ...MARK, isUnique: true }]);
    },
  };
}

const STAGE = 'lifecyclestage';

function contactIn(body: unknown): SinkRecord | null {
  const id = textAt(body, 'id');
  if (id === undefined || at(body, 'archived') === true) return null;
  return { type: 'contacts', id, url: textAt(body, 'url') };
}
