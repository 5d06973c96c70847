import type { SinkSettings } from '#domain/sink-settings.ts';
import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../http.ts';
import type { DealEntry, Lack, RecordSink, SinkRecord, Whom } from '../sink.ts';
import type { SinkSystemDefinition } from '../system.ts';
import { SinkRefused } from '../trouble.ts';
import { ask, askFor, isLeadId, isNumber, meaningOf } from './pipedrive/asking.ts';
import { convertLead, dealOfLead, dealsOf, MARK_FIELD, pipelineId, valuesOf } from './pipedrive/deals.ts';
import { fieldNamed, LABEL, type PipedriveField, readFields, valueFor, valueIn } from './pipedrive/fields.ts';
import { leaveNote } from './pipedrive/notes.ts';

/** Pipedrive: fields of a lead while it is one, of the deal it became, or of a person; notes; deals. */

const PIPELINE = 'pipeline';

const STATUS = {
  ...{ assigned: 'Assigned', accepted: 'Accepted', working: 'Working', meeting: 'Meeting' },
  ...{ rejected: 'Rejected', recycled: 'Recycled', disqualified: 'Disqualified', qualified: 'Qualified' },
  ...{ opportunity: 'Opportunity', won: 'Won', lost: 'Lost' },
} as const;

export const PIPEDRIVE: SinkSystemDefinition = {
  api: {
    baseUrl: 'https://api.pipedrive.com',
    headers: (token) => ({ 'x-api-token': token }),
    grant: 'none',
    meaning: meaningOf,
  },
  needs: ['token_env'],
  options: { [PIPELINE]: 'the pipeline of new deals, by its name or id; the first, where none is named' },
  // The smallest plan has twenty in two seconds, and searches ten, of which we make one a lead.
  perSecond: 8,
  ...{ hasLog: true, hasDeals: true, hasSequences: false },
  events: [
    ...(['assigned', 'accepted', 'rejected', 'responded', 'meeting_booked', 'meeting_held'] as const),
    ...(['meeting_missed', 'qualified', 'opportunity', 'won', 'lost', 'recycled', 'disqualified'] as const),
    ...(['breached', 'reassigned'] as const),
  ],
  recordTypes: ['lead', 'deal', 'person'],
  fields: {
    ...{ status: LABEL, stage: null, owner: 'owner_id', reason: 'Handoff reason', owner_name: null },
    ...{ source: 'Handoff source', lead_id: 'Handoff lead', recycle_on: 'Handoff recycle on' },
  },
  words: { status: STATUS, stage: {} },
  stageOrder: [],
  open: openPipedrive,
};

type RecordType = 'person' | 'lead' | 'deal';
const isType = (type: string): type is RecordType => type === 'person' || type === 'lead' || type === 'deal';

const PATHS: Record<RecordType, string> = {
  ...{ person: '/api/v2/persons', lead: '/v1/leads', deal: '/api/v2/deals' },
};
const PAGES: Record<RecordType, string> = { person: 'person', lead: 'leads/inbox', deal: 'deal' };

function openPipedrive(api: SinkApi, { options, words, deals: hasDeals }: SinkSettings): RecordSink {
  const known = new Map<string, PipedriveField[]>();
  const fieldsNow = async (type: string): Promise<PipedriveField[]> => {
    const fields = await readFields(api, type);
    known.set(type, fields);
    return fields;
  };
  const fieldsOf = async (type: string) => known.get(type) ?? fieldsNow(type);

  // The address that all companies share shows nobody anything.
  const hasPages = new URL(api.baseUrl).host !== new URL(PIPEDRIVE.api?.baseUrl ?? '').host;
  const recordOf = (type: RecordType, id: string): SinkRecord => ({
    ...{ type, id, url: hasPages ? `${api.baseUrl}/${PAGES[type]}/${id}` : undefined },
  });
  const pathOf = ({ type, id }: SinkRecord): string => {
    if (!isType(type) || !(type === 'lead' ? isLeadId(id) : isNumber(id)))
      throw new SinkRefused(`Pipedrive has no records "${type}" of such ids`, 'record');
    return `${PATHS[type]}/${id}`;
  };
  const get = (record: SinkRecord): Promise<unknown> => askFor(api, pathOf(record));
  const mustGet = async (record: SinkRecord): Promise<unknown> => {
    const found = await get(record);
    if (found === null) throw new SinkRefused(`the ${record.type} is no longer in Pipedrive`, 'record');
    return found;
  };

  const personByEmail = async (email: string): Promise<string | null> => {
    const found = await ask(api, 'GET', '/api/v2/persons/search', {
      query: { term: email, fields: 'email', exact_match: 'true' },
    });
    return textAt(recordsAt(found, 'items')[0], 'item', 'id') ?? null;
  };
  const find = async ({ known: before, refs, email }: Whom): Promise<SinkRecord | null> => {
    const ours = refs.filter(({ system }) => system === 'pipedrive');
    const named = [...(before === null ? [] : [before]), ...ours].filter(
      ({ type, id }) => isType(type) && (type === 'lead' ? isLeadId(id) : isNumber(id)),
    );
    const ofType = (type: RecordType) => [
      ...new Set(named.flatMap((one) => (one.type === type ? [one.id] : []))),
    ];
    // A deal shows the lead where it was told before that it does; deals of refs may be anybody's of that person.
    if (before?.type === 'deal' && isNumber(before.id) && (await get(before)) !== null)
      return recordOf('deal', before.id);
    const leads = ofType('lead');
    for (const id of leads) if ((await get({ type: 'lead', id })) !== null) return recordOf('lead', id);
    let person: string | null = null;
    for (const id of ofType('person')) person ??= (await get({ type: 'person', id })) === null ? null : id;
    person ??= email === null ? null : await personByEmail(email);
    if (person === null) return null;
    for (const leadId of leads) {
      const deal = textAt(await dealOfLead(api, person, leadId), 'id');
      if (deal !== undefined) return recordOf('deal', deal);
    }
    const query = { person_id: person, sort: 'add_time DESC', limit: '1' };
    const lead = textAt(recordsAt({ all: await ask(api, 'GET', '/v1/leads', { query }) }, 'all')[0], 'id');
    return lead === undefined ? recordOf('person', person) : recordOf('lead', lead);
  };

  /** Labels by which a lead's status is told; whatever others people gave it stay. */
  const ourLabels = async (type: string): Promise<ReadonlySet<string>> => {
    const meant = new Set(Object.values({ ...STATUS, ...words.status }).map(folded));
    const { options: labels } = fieldNamed(await fieldsOf(type), LABEL) ?? { options: [] };
    return new Set(
      labels.flatMap(({ value, label }) =>
        meant.has(folded(label)) || meant.has(folded(value)) ? [value] : [],
      ),
    );
  };
  const labelsIn = (record: unknown): string[] => [at(record, 'label_ids') ?? []].flat().map(String);

  const read: RecordSink['read'] = async (record, names) => {
    const fields = await fieldsOf(record.type);
    const [row, ours] = [await mustGet(record), await ourLabels(record.type)];
    const shownIn = (field: PipedriveField): string | null => {
      if (field.name === LABEL) return labelsIn(row).find((id) => ours.has(id)) ?? null;
      if (field.key === 'currency' && record.type === 'lead') return textAt(row, 'value', 'currency') ?? null;
      return valueIn(row, field);
    };
    return Object.fromEntries(
      names.flatMap((name) => {
        const field = fieldNamed(fields, name);
        return field === undefined ? [] : [[field.name, shownIn(field)]];
      }),
    );
  };

  const write: RecordSink['write'] = async (record, values) => {
    const fields = await fieldsOf(record.type);
    const wanted = Object.entries(values).map(([name, value]) => {
      const field = fieldNamed(fields, name);
      if (field === undefined) throw new SinkRefused(`Pipedrive has no field ${name}`, 'field', name);
      return { field, value: valueFor(field, value) };
    });
    const body: Record<string, unknown> = {};
    const own: Record<string, unknown> = {};
    for (const { field, value } of wanted)
      if (field.name !== LABEL) (field.isOwn ? own : body)[field.key] = value;
    const label = wanted.find(({ field }) => field.name === LABEL);
    const isLead = record.type === 'lead';
    const hasMoney = isLead && ('value' in body || 'currency' in body);
    const row = label !== undefined || hasMoney ? await mustGet(record) : null;
    if (label !== undefined) {
      const ours = await ourLabels(record.type);
      const kept = [at(row, 'label_ids') ?? []].flat().filter((id) => !ours.has(String(id)));
      body.label_ids = [...kept, ...(label.value === null ? [] : [label.value])];
    }
    if (hasMoney) {
      const {
        value: amount = at(row, 'value', 'amount'),
        currency = at(row, 'value', 'currency'),
        ...rest
      } = body;
      for (const name of Object.keys(body)) delete body[name];
      const isEmpty = amount === null || amount === undefined;
      if (!isEmpty && textAt(currency) === undefined)
        throw new SinkRefused('Pipedrive takes no amount of a lead without a currency', 'field', 'currency');
      Object.assign(body, rest, { value: isEmpty ? null : { amount, currency } });
    }
    const all = isLead
      ? { ...body, ...own }
      : { ...body, ...(Object.keys(own).length > 0 && { custom_fields: own }) };
    await ask(api, 'PATCH', pathOf(record), { body: all });
  };

  const markKey = async (): Promise<string | null> =>
    fieldNamed(await fieldsOf('deal'), MARK_FIELD)?.key ?? null;
  const change = async (deal: unknown, entry: DealEntry): Promise<void> => {
    const key = await markKey();
    const mark =
      key === null || at(deal, 'custom_fields', key) === entry.mark
        ? {}
        : { custom_fields: { [key]: entry.mark } };
    const body = { ...valuesOf(entry, deal), ...mark };
    if (Object.keys(body).length > 0)
      await ask(api, 'PATCH', `/api/v2/deals/${textAt(deal, 'id')}`, { body });
  };
  /** The deal of this mark of a person, made where there is none. */
  const putOfPerson = async (personId: string, entry: DealEntry): Promise<void> => {
    const key = await markKey();
    if (key === null)
      throw new SinkRefused(
        `deals have no text field "${MARK_FIELD}", by which ours is found again`,
        'field',
        MARK_FIELD,
      );
    const there = (await dealsOf(api, personId)).find(
      (deal) => at(deal, 'custom_fields', key) === entry.mark,
    );
    if (there !== undefined) return change(there, entry);
    const pipeline = await pipelineId(api, options[PIPELINE]);
    const body = {
      ...{ title: entry.name.slice(0, 255), person_id: Number(personId), ...valuesOf(entry, undefined) },
      ...(entry.ownerId !== null && { owner_id: Number(entry.ownerId) }),
      ...(pipeline !== null && { pipeline_id: pipeline }),
      custom_fields: { [key]: entry.mark },
    };
    await ask(api, 'POST', '/api/v2/deals', { body });
  };
  const deal = async (record: SinkRecord, entry: DealEntry): Promise<SinkRecord> => {
    if (record.type === 'person') {
      await putOfPerson(record.id, entry);
      return record;
    }
    const row = await mustGet(record);
    if (record.type === 'lead') {
      // What was lost before it was a deal is none; its label says so.
      if (entry.status === 'lost') return record;
      const personId = textAt(row, 'person_id');
      if (personId === undefined) throw new SinkRefused('the lead is about no person', 'record');
      const pipeline = await pipelineId(api, options[PIPELINE]);
      const made = await convertLead(api, { leadId: record.id, personId }, pipeline);
      await change(made, entry);
      return recordOf('deal', textAt(made, 'id') ?? '');
    }
    const key = await markKey();
    const marked = key === null ? undefined : textAt(row, 'custom_fields', key);
    const personId = textAt(row, 'person_id');
    // Another deal of the same person is one of its own.
    if (marked !== undefined && marked !== entry.mark && personId !== undefined)
      await putOfPerson(personId, entry);
    else await change(row, entry);
    return record;
  };

  return {
    kind: 'record',
    find,
    fields: fieldsNow,
    users: async () => {
      const users = recordsAt({ all: await ask(api, 'GET', '/v1/users') }, 'all');
      return new Map(
        users.flatMap((user) => {
          const [id, email] = [textAt(user, 'id'), textAt(user, 'email')];
          const isThere = id !== undefined && email !== undefined && at(user, 'active_flag') !== false;
          return isThere ? [[email.toLowerCase(), id]] : [];
        }),
      );
    },
    read,
    write,
    log: (record, entry) => leaveNote(api, record, entry),
    deal,
    lacks: async () => {
      const lacks: Lack[] = [];
      const labels = fieldNamed(await fieldsNow('lead'), LABEL)?.options ?? [];
      const there = new Set(labels.map(({ label }) => folded(label)));
      const missing = [...new Set(Object.values({ ...STATUS, ...words.status }))].filter(
        (word) => !there.has(folded(word)),
      );
      if (missing.length > 0)
        lacks.push({
          what: `leads have no labels ${missing.join(', ')}`,
          fix: 'add them in the leads inbox, or name others under words.status',
        });
      await fieldsNow('deal');
      if (hasDeals && (await markKey()) === null)
        lacks.push({
          what: `deals have no field ${MARK_FIELD}`,
          fix: `add a text field "${MARK_FIELD}" to deals`,
        });
      return lacks;
    },
    addFields: async (type, fields) => {
      const make = async (of: string, names: readonly string[]) => {
        const there = await fieldsNow(of);
        for (const name of names) {
          if (fieldNamed(there, name) !== undefined) continue;
          const body = { field_name: name, field_type: 'varchar' };
          await ask(api, 'POST', `/api/v2/${of === 'person' ? 'person' : 'deal'}Fields`, { body });
        }
        await fieldsNow(of);
      };
      const names = fields.map(({ name }) => name);
      await make(type, names);
      if (hasDeals) await make('deal', [MARK_FIELD]);
    },
  };
}

const folded = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
