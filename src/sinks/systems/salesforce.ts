import type { SinkSettings } from '#domain/sink-settings.ts';
import { at, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../http.ts';
import type { DealEntry, Entry, Lack, RecordSink, SinkRecord, Whom } from '../sink.ts';
import type { SinkSystemDefinition } from '../system.ts';
import { SinkRefused } from '../trouble.ts';
import { API, ask, isId, meaningOf, query, quoted } from './salesforce/asking.ts';
import { convertedStatuses, convertLead } from './salesforce/convert.ts';
import { putOpportunity } from './salesforce/deals.ts';
import {
  describePath,
  describer,
  fieldsIn,
  knownFields,
  objectOf,
  shownIn,
  valueFor,
} from './salesforce/fields.ts';

/** Salesforce: fields of a lead, or of the contact it became; tasks that are done; opportunities. */

const CONVERT = 'convert';
const LOSS = 'lost_reason_field';

export const SALESFORCE: SinkSystemDefinition = {
  api: {
    // Each customer has an address of their own.
    baseUrl: null,
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    grant: 'client_credentials',
    tokensFrom: (baseUrl) => `${baseUrl}/services/oauth2/token`,
    meaning: meaningOf,
  },
  needs: ['base_url', 'client_id_env', 'client_secret_env'],
  options: {
    [CONVERT]: 'yes: a lead whose deal begins is converted; else people convert, and deals follow theirs',
    [LOSS]: 'the field of opportunities that says why one was lost',
  },
  // There is no such limit; a day's is soon used up by whoever hurries.
  perSecond: 10,
  ...{ hasLog: true, hasDeals: true, hasSequences: false },
  events: [
    ...(['assigned', 'accepted', 'rejected', 'responded', 'meeting_booked', 'meeting_held'] as const),
    ...(['meeting_missed', 'qualified', 'opportunity', 'won', 'lost', 'recycled', 'disqualified'] as const),
    ...(['breached', 'reassigned'] as const),
  ],
  recordTypes: ['lead', 'contact'],
  fields: {
    ...{ status: 'Status', stage: null, owner: 'OwnerId', reason: 'Handoff_Reason__c', owner_name: null },
    ...{ source: 'Handoff_Source__c', lead_id: 'Handoff_Lead_Id__c' },
    ...{ accepted_at: 'Handoff_Accepted_At__c', responded_at: 'Handoff_Responded_At__c' },
    ...{ rejected_at: 'Handoff_Rejected_At__c', meeting_at: 'Handoff_Meeting_At__c' },
    ...{ qualified_at: 'Handoff_Qualified_At__c', closed_at: 'Handoff_Closed_At__c' },
    ...{ recycle_on: 'Handoff_Recycle_On__c', amount: 'Handoff_Amount__c' },
    ...{ currency: 'Handoff_Currency__c', close_on: 'Handoff_Close_On__c', breaches: 'Handoff_Breaches__c' },
  },
  words: {
    // What is converted has its status by that, and no other way.
    status: {
      ...{
        assigned: 'Open - Not Contacted',
        accepted: 'Working - Contacted',
        working: 'Working - Contacted',
      },
      ...{ meeting: 'Working - Contacted', qualified: 'Working - Contacted' },
      ...{ rejected: 'Closed - Not Converted', recycled: 'Closed - Not Converted' },
      ...{ disqualified: 'Closed - Not Converted', lost: 'Closed - Not Converted' },
    },
    stage: {},
  },
  stageOrder: [],
  open: openSalesforce,
};

const LEAD =
  'SELECT Id, OwnerId, IsConverted, ConvertedContactId, ConvertedAccountId, ConvertedOpportunityId FROM Lead';
/** Of queues, which own leads and nothing else. */
const QUEUE = '00G';
/** Among so many of the newest tasks our own is looked for. */
const NEWEST_TASKS = 200;

function openSalesforce(api: SinkApi, { options, deals }: SinkSettings): RecordSink {
  const describe = describer(api);
  const recordOf = (type: 'lead' | 'contact', id: string): SinkRecord => ({
    ...{ type, id, url: `${api.baseUrl}/lightning/r/${objectOf(type)}/${id}/view` },
  });
  /** A lead, or who it became; null where it is gone. */
  const leadOrContact = (lead: unknown): SinkRecord | null => {
    const isConverted = at(lead, 'IsConverted') === true;
    const id = textAt(lead, isConverted ? 'ConvertedContactId' : 'Id');
    return id === undefined ? null : recordOf(isConverted ? 'contact' : 'lead', id);
  };
  const findById = async (type: string, id: string): Promise<SinkRecord | null> => {
    if (!isId(id)) return null;
    if (type === 'lead') return leadOrContact((await query(api, `${LEAD} WHERE Id = ${quoted(id)}`))[0]);
    if (type !== 'contact') return null;
    const found = textAt((await query(api, `SELECT Id FROM Contact WHERE Id = ${quoted(id)}`))[0], 'Id');
    return found === undefined ? null : recordOf('contact', found);
  };
  const findByEmail = async (email: string): Promise<SinkRecord | null> => {
    const newest = `Email = ${quoted(email)} ORDER BY CreatedDate DESC LIMIT 1`;
    const open = `Email = ${quoted(email)} AND IsConverted = false ORDER BY CreatedDate DESC LIMIT 1`;
    const lead = leadOrContact((await query(api, `${LEAD} WHERE ${open}`))[0]);
    if (lead !== null) return lead;
    const contact = textAt((await query(api, `SELECT Id FROM Contact WHERE ${newest}`))[0], 'Id');
    return contact === undefined ? null : recordOf('contact', contact);
  };
  const find = async ({ known, refs, email }: Whom): Promise<SinkRecord | null> => {
    const ours = refs.filter(({ system }) => system === 'salesforce');
    for (const { type, id } of [...(known === null ? [] : [known]), ...ours]) {
      const found = await findById(type, id);
      if (found !== null) return found;
    }
    return email === null ? null : findByEmail(email);
  };

  const deal = async (record: SinkRecord, entry: DealEntry): Promise<SinkRecord> => {
    const isLead = record.type === 'lead';
    const byContact = `${LEAD} WHERE ConvertedContactId = ${quoted(record.id)} ORDER BY ConvertedDate DESC LIMIT 1`;
    const leadNow = async () =>
      (await query(api, isLead ? `${LEAD} WHERE Id = ${quoted(record.id)}` : byContact))[0];
    let lead = await leadNow();
    if (isLead && lead === undefined) throw new SinkRefused('the lead is no longer in Salesforce', 'record');
    if (isLead && at(lead, 'IsConverted') !== true) {
      // Of a lead nobody converts there is no deal, nor of one that was lost before it was any.
      if (options[CONVERT] !== 'yes' || entry.status === 'lost') return record;
      const isQueue = textAt(lead, 'OwnerId')?.startsWith(QUEUE) === true;
      if (isQueue && entry.ownerId === null)
        throw new SinkRefused(
          'the lead is owned by a queue, which cannot own what a conversion makes',
          'record',
          'OwnerId',
        );
      const ownerId = isQueue ? entry.ownerId : null;
      await convertLead(api, { leadId: record.id, ownerId, opportunity: entry.name.slice(0, 80) });
      lead = await leadNow();
    }
    const contactId = isLead ? textAt(lead, 'ConvertedContactId') : record.id;
    if (contactId === undefined)
      throw new SinkRefused('the lead was converted, and its contact is gone', 'record');
    const [contact] = await query(api, `SELECT Id, AccountId FROM Contact WHERE Id = ${quoted(contactId)}`);
    if (contact === undefined) throw new SinkRefused('the contact is no longer in Salesforce', 'record');
    const accountId = textAt(contact, 'AccountId');
    if (accountId === undefined)
      throw new SinkRefused(
        'the contact is of no account, which an opportunity needs',
        'record',
        'AccountId',
      );
    const converted = textAt(lead, 'ConvertedOpportunityId') ?? null;
    await putOpportunity(api, describe, { accountId, contactId, converted }, entry, options[LOSS]);
    return recordOf('contact', contactId);
  };

  return {
    kind: 'record',
    find,
    fields: async (type) =>
      // By hand a lead gets no status of those that a conversion gives.
      fieldsIn(await describe.now(type), type === 'lead' ? await convertedStatuses(api) : []),
    users: async () => {
      const rows = await query(
        api,
        "SELECT Id, Email FROM User WHERE IsActive = true AND UserType = 'Standard' ORDER BY CreatedDate DESC",
      );
      // Of two with one address the older is meant: it comes last.
      return new Map(
        rows.flatMap((row) => {
          const [id, email] = [textAt(row, 'Id'), textAt(row, 'Email')];
          return id === undefined || email === undefined ? [] : [[email.toLowerCase(), id]];
        }),
      );
    },
    read: async ({ type, id }, names) => {
      const known = await knownFields(describe, type);
      const columns = names.flatMap((name) => textAt(known.get(name.toLowerCase()), 'name') ?? []);
      const soql = `SELECT ${['Id', ...columns.filter((name) => name !== 'Id')].join(', ')} FROM ${objectOf(type)} WHERE Id = ${quoted(id)}`;
      const [row] = await query(api, soql);
      if (row === undefined) throw new SinkRefused(`the ${type} is no longer in Salesforce`, 'record');
      return Object.fromEntries(
        columns.map((column) => [column, shownIn(known.get(column.toLowerCase()), at(row, column))]),
      );
    },
    write: async ({ type, id }, values) => {
      const known = await knownFields(describe, type);
      const body = Object.fromEntries(
        Object.entries(values).map(([name, value]) => {
          const field = known.get(name.toLowerCase());
          return [textAt(field, 'name') ?? name, valueFor(field, value)];
        }),
      );
      // Nothing that makes somebody a duplicate is written: a rule that only warns is no reason to stop.
      const headers = { 'sforce-duplicate-rule-header': 'allowSave=true' };
      await ask(api, 'PATCH', `${API}/sobjects/${objectOf(type)}/${encodeURIComponent(id)}`, {
        body,
        headers,
      });
    },
    log: (record, entry) => leaveTask(api, record, entry),
    deal,
    lacks: async () => {
      const lacks: Lack[] = [];
      const need = async (type: string, right: 'createable' | 'updateable', what: string) => {
        // What its user may not even see is not there.
        const { status, body } = await api.ask('GET', describePath(type));
        if (status !== 404 && at(body, right) === true) return;
        const may = right === 'createable' ? 'Create' : 'Edit';
        lacks.push({ what, fix: `give its user Read and ${may} on ${objectOf(type)} records` });
      };
      await need('lead', 'updateable', 'leads cannot be changed');
      await need('task', 'createable', 'nothing can be left in the history of a lead');
      if (deals) await need('opportunity', 'createable', 'opportunities cannot be made');
      if (deals && options[CONVERT] === 'yes' && (await convertedStatuses(api)).length === 0)
        lacks.push({
          what: 'no lead status means converted',
          fix: 'tick Converted on one, under Lead Status in Setup',
        });
      return lacks;
    },
  };
}

/** A task that is done, which is what the history of a person is made of there. */
async function leaveTask(api: SinkApi, { id }: SinkRecord, entry: Entry): Promise<void> {
  const there = await query(
    api,
    `SELECT Id, Description FROM Task WHERE WhoId = ${quoted(id)} ORDER BY CreatedDate DESC LIMIT ${NEWEST_TASKS}`,
  );
  // By what stands in a description no query can look.
  if (there.some((task) => textAt(task, 'Description')?.split(/\s+/).includes(entry.mark))) return;
  const [done] = await query(
    api,
    'SELECT ApiName, MasterLabel FROM TaskStatus WHERE IsClosed = true ORDER BY SortOrder LIMIT 1',
  );
  const body = {
    ...{ WhoId: id, Subject: entry.title.slice(0, 255).toWellFormed() },
    Description: `${entry.text.slice(0, 30_000).toWellFormed()}\n\n${entry.mark}`,
    ActivityDate: entry.at.toISOString().slice(0, 10),
    ...(entry.ownerId !== null && { OwnerId: entry.ownerId }),
    Status: textAt(done, 'ApiName') ?? textAt(done, 'MasterLabel') ?? 'Completed',
  };
  await ask(api, 'POST', `${API}/sobjects/Task`, { body });
}
