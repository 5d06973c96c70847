import { randomUUID } from 'node:crypto';
import { type Answer, type Asked, type Json, ok, TOKEN } from '../tools/tool-api.ts';
import { type Account, createLimit, openAccount, type SeenRecord } from './account.ts';
import { ownField, type PipedriveField, refuseValue, usualFields } from './pipedrive/fields.ts';

/**
 * A company of Pipedrive: persons, leads that become deals by a job of its own, notes, labels and fields that somebody made.
 * https://developers.pipedrive.com/docs/api/v1
 */

export type PipedriveOptions = {
  /** What labels of leads, persons and deals are called. */
  labels?: readonly string[];
  /** Fields somebody made, of persons and of deals. */
  own?: readonly PipedriveField[];
  users?: readonly { name: string; email: string; isActive?: boolean }[];
  pipelines?: readonly { name: string; stages: readonly string[] }[];
  /** Requests in two seconds. */
  perTwoSeconds?: number;
  /** How often a conversion is asked about before it is done. */
  conversionTakes?: number;
  /** Whether a lead can still be read for a while after it became a deal. */
  leadsLinger?: boolean;
  /** Whether this user may make fields. */
  isAdmin?: boolean;
  pageSize?: number;
};

type Row = Json & { id: number };
type Lead = Json & { id: string; person_id: number };

export type PipedriveAccount = Account & {
  add: (person: { email: string; name?: string }) => string;
  addLead: (personId: string, labels?: readonly string[]) => string;
  change: (id: string, field: string, value: unknown) => void;
  /** A person by its number, a lead by its id, a deal as `deal:1`. */
  record: (id: string) => Json;
  leads: () => readonly Lead[];
  deals: () => readonly Row[];
  notes: () => readonly Row[];
  labelId: (name: string) => string;
  /** While it is set, whom somebody just added is not found by a search. */
  isSearchLate: boolean;
  /** Makes a deal of a lead, as somebody does in the browser. */
  convertByHand: (leadId: string) => string;
};

export const PIPEDRIVE_LABELS = [
  ...['Assigned', 'Accepted', 'Working', 'Meeting', 'Rejected', 'Recycled', 'Disqualified', 'Qualified'],
  ...['Opportunity', 'Won', 'Lost', 'Hot'],
];
const OWN = [
  ...['Handoff reason', 'Handoff source', 'Handoff lead', 'Handoff deal'].map((name) => ownField(name)),
  ...[ownField('Handoff recycle on', 'date'), ownField('Region', 'enum', ['North', 'South'])],
];

const refuse = (status: number, error: string): Answer => ({
  ...{
    status,
    body: { success: false, error, error_info: 'Please check developers.pipedrive.com', data: null },
  },
});
const gone = refuse(404, 'Not found');

export async function openPipedriveAccount(options: PipedriveOptions = {}): Promise<PipedriveAccount> {
  const { own = OWN, pageSize = 100, conversionTakes = 0 } = options;
  const labels = (options.labels ?? PIPEDRIVE_LABELS).map((name) => ({
    id: randomUUID(),
    name,
    color: 'blue',
  }));
  const fields = usualFields(labels.map(({ name }) => name));
  fields.persons.push(...own);
  fields.deals.push(...own);
  const users = (options.users ?? [{ name: 'Ana Silva', email: 'ana@ours.example' }]).map(
    ({ name, email, isActive = true }, at) => ({ id: 900 + at, name, email, active_flag: isActive }),
  );
  const pipelines = options.pipelines ?? [{ name: 'Sales', stages: ['Qualified', 'Proposal'] }];
  const stages = pipelines.flatMap(({ stages: names }, pipeline) =>
    names.map((name, order_nr) => ({ name, order_nr, pipeline_id: pipeline + 1 })),
  );
  const persons: Row[] = [];
  const leads: Lead[] = [];
  const deals: Row[] = [];
  const notes: Row[] = [];
  const jobs = new Map<string, { lead: Lead; body: Json; asks: number; dealId: number | null }>();
  const unindexed = new Set<number>();
  const take = createLimit(options.perTwoSeconds ?? 100_000, 2_000, () => performance.now());

  const stageOf = (body: Json) => {
    const at = stages.findIndex(
      (stage, index) =>
        (body.stage_id === undefined || body.stage_id === index + 1) &&
        (body.pipeline_id === undefined || body.pipeline_id === stage.pipeline_id),
    );
    return at === -1 ? null : { stage_id: at + 1, pipeline_id: stages[at]?.pipeline_id };
  };
  const userId = users[0]?.id ?? 0;
  const makeDeal = (values: Json): Row => {
    const deal = {
      ...{ id: deals.length + 1, status: 'open', value: 0, currency: 'EUR', lost_reason: null },
      ...{ expected_close_date: null, owner_id: userId, label_ids: [], custom_fields: {}, is_deleted: false },
      ...{ source_lead_id: null, ...stageOf(values), ...values },
    };
    deals.push(deal);
    return deal;
  };
  const isOwn = (name: string) => fields.deals.some((one) => one.field_code === name && one.is_custom_field);
  const convert = (lead: Lead, body: Json): Row => {
    if (!options.leadsLinger) leads.splice(leads.indexOf(lead), 1);
    const value = lead.value as { amount: number; currency: string } | null; // as a lead has it
    const deal = makeDeal({
      ...{ title: lead.title, person_id: lead.person_id, owner_id: lead.owner_id, source_lead_id: lead.id },
      ...{ value: value?.amount ?? 0, currency: value?.currency ?? 'EUR', ...stageOf(body) },
      expected_close_date: lead.expected_close_date,
      custom_fields: Object.fromEntries(Object.entries(lead).filter(([name]) => isOwn(name))),
    });
    for (const note of notes)
      if (note.lead_id === lead.id) Object.assign(note, { lead_id: null, deal_id: deal.id });
    return deal;
  };

  const set = (id: string, row: Json, values: Json, by: 'api' | 'hand') => {
    for (const [field, value] of Object.entries(values)) {
      if (field === 'custom_fields') {
        set(id, row.custom_fields as Json, value as Json, by); // an object, as it was checked
        continue;
      }
      if (JSON.stringify(row[field]) === JSON.stringify(value)) continue;
      row[field] = value;
      account.changed({ id, field, value: typeof value === 'string' ? value : JSON.stringify(value), by });
    }
  };

  /** Why values are not taken, by what both kinds of paths check. */
  const refusal = (of: 'persons' | 'deals', values: Json, labelIds: readonly unknown[]): Answer | null => {
    const {
      custom_fields = {},
      owner_id,
      label_ids,
    } = values as { custom_fields?: Json; owner_id?: number; label_ids?: unknown[] };
    if (owner_id !== undefined && !users.some(({ id, active_flag }) => id === owner_id && active_flag))
      return refuse(400, 'Validation failed: owner_id: user does not exist');
    if (label_ids?.some((id) => !labelIds.includes(id)))
      return refuse(400, 'Validation failed: label_ids: unknown label');
    for (const [code, value] of Object.entries(custom_fields)) {
      const field = fields[of].find((one) => one.field_code === code && one.is_custom_field);
      if (field === undefined) return refuse(400, `Validation failed: custom_fields: unknown key`);
      const problem = refuseValue(field, value);
      if (problem !== null) return refuse(400, problem);
    }
    return null;
  };
  const optionIds = (of: 'persons' | 'deals') =>
    fields[of].find(({ field_code }) => field_code === 'label_ids')?.options?.map(({ id }) => id) ?? [];
  const STANDARD = {
    persons: ['name', 'owner_id', 'label_ids', 'job_title', 'custom_fields'],
    deals: [
      ...[
        'title',
        'owner_id',
        'label_ids',
        'person_id',
        'org_id',
        'pipeline_id',
        'stage_id',
        'value',
        'currency',
      ],
      ...['status', 'lost_reason', 'expected_close_date', 'custom_fields'],
    ],
    leads: ['title', 'owner_id', 'label_ids', 'is_archived', 'value', 'expected_close_date'],
  };
  const patch = (of: 'persons' | 'deals', id: string, values: Json): Answer => {
    const row = (of === 'persons' ? persons : deals).find(
      (one) => String(one.id) === id && one.is_deleted !== true,
    );
    if (row === undefined) return gone;
    const wrong = refuseDeal(of, values) ?? refusal(of, values, optionIds(of));
    if (wrong !== null) return wrong;
    set(of === 'persons' ? id : `deal:${id}`, row, values, 'api');
    if (values.stage_id !== undefined) Object.assign(row, stageOf({ stage_id: values.stage_id }));
    return ok({ success: true, data: row });
  };
  const refuseDeal = (of: 'persons' | 'deals', values: Json): Answer | null => {
    const unknown = Object.keys(values).find((name) => !STANDARD[of].includes(name));
    if (unknown !== undefined) return refuse(400, `Validation failed: ${unknown}: unknown`);
    if (values.status !== undefined && !['open', 'won', 'lost'].includes(String(values.status)))
      return refuse(400, 'Validation failed: status');
    if (values.value !== undefined && typeof values.value !== 'number')
      return refuse(400, 'Validation failed: value');
    if (values.lost_reason !== undefined && values.lost_reason !== null && values.status !== 'lost')
      return refuse(400, 'Validation failed: lost_reason: only of deals that are lost');
    return null;
  };
  const patchLead = (lead: Lead, values: Json): Answer => {
    const own_ = Object.fromEntries(Object.entries(values).filter(([name]) => isOwn(name)));
    const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !isOwn(name)));
    const unknown = Object.keys(rest).find((name) => !STANDARD.leads.includes(name));
    if (unknown !== undefined) return refuse(400, `"${unknown}" is not allowed`);
    const value = rest.value as Json | null | undefined; // as it came
    if (value && (typeof value.amount !== 'number' || typeof value.currency !== 'string'))
      return refuse(400, '"value" must contain [amount, currency]');
    const wrong = refusal(
      'deals',
      { ...rest, custom_fields: own_ },
      labels.map(({ id }) => id),
    );
    if (wrong !== null) return wrong;
    set(lead.id, lead, values, 'api');
    return ok({ success: true, data: lead });
  };

  const paged = (rows: readonly unknown[], { query }: Asked): Answer => {
    const size = Math.min(Number(query.get('limit') ?? 100), pageSize);
    const from = Number(query.get('cursor') ?? 0);
    const isMore = from + size < rows.length;
    return ok({
      ...{ success: true, data: rows.slice(from, from + size) },
      additional_data: { next_cursor: isMore ? String(from + size) : null },
    });
  };
  const pagedOld = (rows: readonly unknown[], { query }: Asked): Answer => {
    const size = Math.min(Number(query.get('limit') ?? 100), pageSize);
    const from = Number(query.get('start') ?? 0);
    const isMore = from + size < rows.length;
    const pagination = {
      start: from,
      limit: size,
      more_items_in_collection: isMore,
      ...(isMore && { next_start: from + size }),
    };
    return ok({ success: true, data: rows.slice(from, from + size), additional_data: { pagination } });
  };
  const search = (asked: Asked): Answer => {
    const term = (asked.query.get('term') ?? '').toLowerCase();
    if (term === '') return refuse(400, 'Validation failed: term');
    const isExact = asked.query.get('exact_match') === 'true';
    const found = persons.filter(({ id, is_deleted, emails }) => {
      if (is_deleted === true || (account.isSearchLate && unindexed.has(id))) return false;
      return (emails as { value: string }[]).some(({ value }) =>
        isExact ? value.toLowerCase() === term : value.toLowerCase().includes(term),
      );
    });
    return ok({
      ...{
        success: true,
        data: {
          items: found.map(({ id, name }) => ({ result_score: 1, item: { id, type: 'person', name } })),
        },
      },
      additional_data: { next_cursor: null },
    });
  };
  const conversion = (lead: Lead, body: Json): Answer => {
    const underWay = [...jobs.values()].some((job) => job.lead === lead && job.dealId === null);
    if (stageOf(body) === null) return refuse(400, 'Validation failed: stage_id');
    const id = randomUUID();
    if (!underWay)
      jobs.set(id, { lead, body, asks: 0, dealId: conversionTakes === 0 ? convert(lead, body).id : null });
    return ok({ success: true, data: { conversion_id: id } });
  };
  const conversionStatus = (id: string): Answer => {
    const job = jobs.get(id);
    if (job === undefined) return ok({ success: true, data: { conversion_id: id, status: 'rejected' } });
    job.asks += 1;
    if (job.dealId === null && job.asks >= conversionTakes) job.dealId = convert(job.lead, job.body).id;
    const done = job.dealId === null ? { status: 'running' } : { status: 'completed', deal_id: job.dealId };
    return ok({ success: true, data: { conversion_id: id, ...done } });
  };
  const note = (body: Json): Answer => {
    const about = ['lead_id', 'person_id', 'deal_id'].filter((name) => body[name] !== undefined);
    if (typeof body.content !== 'string' || body.content === '' || about.length === 0)
      return refuse(400, 'content and one of lead_id, deal_id, person_id, org_id are needed');
    const made = {
      id: notes.length + 1,
      lead_id: null,
      person_id: null,
      deal_id: null,
      ...body,
      add_time: notes.length,
    };
    notes.push(made);
    return { status: 201, body: { success: true, data: made } };
  };
  const addField = (of: 'persons' | 'deals', { field_name, field_type }: Json): Answer => {
    if (options.isAdmin === false) return refuse(403, 'Scope and URL mismatch');
    if (typeof field_name !== 'string' || field_type !== 'varchar')
      return refuse(400, 'Validation failed: field_name');
    const made = { ...ownField(`${of} ${field_name}`), field_name };
    fields[of].push(made);
    return { status: 201, body: { success: true, data: made } };
  };

  const answer = (asked: Asked): Answer => {
    const { method, path, query, headers, body } = asked;
    if (headers['x-api-token'] !== TOKEN) return refuse(401, 'unauthorized access');
    const waitMs = take();
    if (waitMs > 0) {
      const seconds = String(Math.ceil(waitMs / 1_000));
      const limits = { 'x-ratelimit-limit': String(options.perTwoSeconds), 'x-ratelimit-remaining': '0' };
      return { ...refuse(429, 'request over limit'), headers: { ...limits, 'x-ratelimit-reset': seconds } };
    }
    const whose = (rows: readonly Json[]) =>
      rows.filter((row) =>
        ['person_id', 'lead_id', 'deal_id'].every(
          (name) => query.get(name) === null || String(row[name]) === query.get(name),
        ),
      );
    const [, version = '', kind = '', id, rest] =
      /^\/(v1|api\/v2)\/(\w+)(?:\/([\w-]+))?(?:\/(.+))?$/.exec(path) ?? [];
    switch (
      `${method} ${version === 'v1' ? 'v1' : 'v2'} ${kind}${id === undefined ? '' : '/'}${rest === undefined ? '' : '/'}`
    ) {
      case 'GET v1 users':
        return ok({ success: true, data: users });
      case 'GET v1 leadLabels':
        return ok({ success: true, data: labels });
      case 'GET v1 leads':
        return pagedOld(
          whose(leads)
            .filter((lead) => lead.is_archived !== true)
            .toReversed(),
          asked,
        );
      case 'GET v1 leads/': {
        const lead = leads.find((one) => one.id === id);
        return lead ? ok({ success: true, data: lead }) : gone;
      }
      case 'PATCH v1 leads/': {
        const lead = leads.find((one) => one.id === id);
        return lead ? patchLead(lead, body) : gone;
      }
      case 'GET v1 notes':
        return pagedOld(whose(notes).toReversed(), asked);
      case 'POST v1 notes':
        return note(body);
      case 'GET v2 persons/': {
        if (id === 'search') return search(asked);
        const person = persons.find((one) => String(one.id) === id && one.is_deleted !== true);
        return person ? ok({ success: true, data: person }) : gone;
      }
      case 'PATCH v2 persons/':
        return patch('persons', id ?? '', body);
      case 'GET v2 deals':
        return paged(
          whose(deals)
            .filter((deal) => deal.is_deleted !== true)
            .toReversed(),
          asked,
        );
      case 'GET v2 deals/': {
        const deal = deals.find((one) => String(one.id) === id && one.is_deleted !== true);
        return deal ? ok({ success: true, data: deal }) : gone;
      }
      case 'POST v2 deals': {
        if (typeof body.title !== 'string' || body.title === '')
          return refuse(400, 'Validation failed: title');
        const wrong = refuseDeal('deals', body) ?? refusal('deals', body, optionIds('deals'));
        if (wrong !== null) return wrong;
        return { status: 201, body: { success: true, data: makeDeal(body) } };
      }
      case 'PATCH v2 deals/':
        return patch('deals', id ?? '', body);
      case 'GET v2 personFields':
        return paged(fields.persons, asked);
      case 'GET v2 dealFields':
        return paged(fields.deals, asked);
      case 'POST v2 personFields':
        return addField('persons', body);
      case 'POST v2 dealFields':
        return addField('deals', body);
      case 'GET v2 stages':
        return paged(
          stages.map((stage, at) => ({ ...stage, id: at + 1 })),
          asked,
        );
      case 'GET v2 pipelines':
        return paged(
          pipelines.map(({ name }, at) => ({ id: at + 1, name, order_nr: at })),
          asked,
        );
      case 'POST v2 leads//': {
        const lead = leads.find((one) => one.id === id);
        return rest === 'convert/deal' && lead ? conversion(lead, body) : gone;
      }
      case 'GET v2 leads//':
        return rest?.startsWith('convert/status/')
          ? conversionStatus(rest.slice('convert/status/'.length))
          : gone;
      default:
        return gone;
    }
  };

  const shown = (row: Json) =>
    Object.fromEntries(
      Object.entries({ ...row, ...(row.custom_fields as Json | undefined) }).flatMap(([name, value]) => {
        if (value === null || name === 'custom_fields' || name === 'emails') return [];
        const field = fields.deals.find(({ field_code }) => field_code === name);
        const says = name === 'label_ids' ? (value as unknown[]).map(labelName).join(', ') : value;
        return [[field?.field_name ?? name, typeof says === 'object' ? JSON.stringify(says) : String(says)]];
      }),
    );
  const labelName = (id: unknown) =>
    labels.find((label) => label.id === id)?.name ??
    [...fields.persons, ...fields.deals].flatMap((field) => field.options ?? []).find((one) => one.id === id)
      ?.label ??
    String(id);
  const seen = (): SeenRecord[] =>
    [
      ...persons.map((row) => ({ row, about: 'person_id' })),
      ...leads.map((row) => ({ row, about: 'lead_id' })),
      ...deals.map((row) => ({ row, about: 'deal_id' })),
    ].map(({ row, about }) => ({
      title: String(row.title ?? (row as Json).name),
      values: shown(row),
      entries: notes.filter((one) => one[about] === row.id).map(({ content }) => String(content)),
    }));
  const found = (id: string): Json => {
    const rows: Json[] = id.startsWith('deal:') ? deals : [...persons, ...leads];
    const row = rows.find((one) => String(one.id) === id.replace('deal:', ''));
    if (row === undefined) throw new Error(`the account has no record ${id}`);
    return row;
  };
  const leadOf = (id: string): Lead => {
    const lead = leads.find((one) => one.id === id);
    if (lead === undefined) throw new Error(`the account has no lead ${id}`);
    return lead;
  };
  const labelId = (name: string): string => {
    const label = labels.find((one) => one.name === name);
    if (label === undefined) throw new Error(`the account has no label ${name}`);
    return label.id;
  };

  const account = Object.assign(
    await openAccount({ answer, isWrite: ({ method }) => method !== 'GET', seen }),
    {
      isSearchLate: false,
      add: ({ email, name = 'Grace Hopper' }: { email: string; name?: string }): string => {
        const id = persons.length + 1;
        const emails = [{ value: email, primary: true, label: 'work' }];
        persons.push({
          id,
          name,
          emails,
          owner_id: userId,
          label_ids: [],
          custom_fields: {},
          is_deleted: false,
        });
        unindexed.add(id);
        return String(id);
      },
      addLead: (personId: string, names: readonly string[] = []): string => {
        const id = randomUUID();
        leads.push({
          ...{
            id,
            title: 'Acme lead',
            person_id: Number(personId),
            owner_id: userId,
            label_ids: names.map(labelId),
          },
          ...{ value: null, expected_close_date: null, is_archived: false },
        });
        return id;
      },
      change: (id: string, field: string, value: unknown) => set(id, found(id), { [field]: value }, 'hand'),
      record: (id: string): Json => structuredClone(found(id)),
      leads: () => leads,
      deals: () => deals,
      notes: () => notes,
      labelId,
      convertByHand: (leadId: string): string => String(convert(leadOf(leadId), {}).id),
    },
  );
  return account;
}
