import { type Answer, type Asked, ok } from '../tools/tool-api.ts';
import { type Account, openAccount, type SeenRecord } from './account.ts';
import { createRecordIds, longId, type ObjectName } from './salesforce/ids.ts';
import {
  describeOrg,
  LEAD_STATUSES,
  refuseValues,
  STAGES,
  type Stage,
  type Status,
} from './salesforce/objects.ts';
import { converted, convertRefused, fault, readEnvelope } from './salesforce/soap.ts';
import { answerQuery, type Row } from './salesforce/soql.ts';

/**
 * An org of Salesforce: its client buys a token that wears out, leads are written by REST and converted by SOAP, and it
 * refuses what the vendor documents to refuse. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/
 */

export const SALESFORCE_CLIENT = { id: 'client', secret: 'client-secret' };
const API = '/services/data/v60.0';
const SOAP = '/services/Soap/u/60.0';

export type OrgOptions = {
  now?: () => Date;
  statuses?: readonly Status[];
  stages?: readonly Stage[];
  /** Fields that nobody made here. */
  without?: readonly string[];
  /** Of an org that has several. */
  currencies?: readonly string[];
  /** What this user may not even see. */
  hidden?: readonly ObjectName[];
  /** What this user may not write. */
  forbidden?: readonly ('Lead' | 'Task' | 'Opportunity' | 'convert')[];
  /** What an admin's rule says to values of a lead; null lets them pass. */
  rule?: (lead: Row) => { field: string; message: string } | null;
  /** Whether a rule against duplicates stops conversions. */
  hasDuplicates?: boolean;
  /** Requests in 24 hours. */
  perDay?: number;
  pageSize?: number;
  users?: readonly { name: string; email: string; isActive?: boolean; type?: string }[];
};

export type SalesforceAccount = Account & {
  add: (person: {
    email: string;
    name?: string;
    company?: string;
    as?: 'Lead' | 'Contact';
    ownerId?: string;
  }) => string;
  change: (id: string, field: string, value: string | boolean | null) => void;
  record: (id: string) => Row;
  /** All there is of a kind. */
  all: (object: ObjectName) => readonly Row[];
  /** The next writes of this record find it locked. */
  lock: (id: string, times: number, code: 'UNABLE_TO_LOCK_ROW' | 'ENTITY_IS_LOCKED') => void;
  /** Tokens sold so far are worth nothing any more. */
  wearTokens: () => void;
  /** How often a token was sold. */
  sold: () => number;
  /** As somebody does in the browser. */
  convertByHand: (leadId: string, withOpportunity: boolean) => void;
};

/** Times as Salesforce writes them. */
const sfTime = (at: Date): string => at.toISOString().replace('Z', '+0000');

const refuse = (status: number, errorCode: string, message: string, fields?: string[]): Answer => ({
  ...{ status, body: [{ message, errorCode, ...(fields && { fields }) }] },
});

export async function openSalesforceAccount(options: OrgOptions = {}): Promise<SalesforceAccount> {
  const { statuses = LEAD_STATUSES, stages = STAGES, without = [], forbidden = [], hidden = [] } = options;
  const now = options.now ?? (() => new Date());
  const described = describeOrg(statuses, stages, options.currencies ?? []);
  const fieldsOf = (object: ObjectName) => described[object].filter(({ name }) => !without.includes(name));
  const visible = (Object.keys(described) as ObjectName[]).filter((object) => !hidden.includes(object)); // its own keys
  const timed = new Set(
    Object.values(described)
      .flat()
      .flatMap(({ name, type }) => (type === 'datetime' ? [name] : [])),
  );
  const idOf = createRecordIds();
  const tables = Object.fromEntries(Object.keys(described).map((name) => [name, []])) as unknown as Record<
    ObjectName,
    Row[]
  >; // as many as are described
  const locks = new Map<string, { times: number; code: string }>();
  const cursors = new Map<string, Row[]>();
  let sold = 0;
  let isWorn = true;
  let used = 0;

  const insert = (object: ObjectName, values: Row): string => {
    const id = idOf(object);
    const at = sfTime(now());
    const known = Object.fromEntries(described[object].map(({ name }) => [name, null]));
    tables[object].push({ ...known, ...values, Id: id, CreatedDate: at, LastModifiedDate: at });
    return id;
  };
  for (const [at, { label, isConverted = false }] of statuses.entries())
    insert('LeadStatus', { MasterLabel: label, ApiName: label, SortOrder: at + 1, IsConverted: isConverted });
  for (const [at, { label, isClosed = false, isWon = false }] of stages.entries())
    insert('OpportunityStage', {
      ...{
        MasterLabel: label,
        ApiName: label,
        SortOrder: at + 1,
        IsActive: true,
        IsClosed: isClosed,
        IsWon: isWon,
      },
    });
  for (const [at, label] of ['Not Started', 'In Progress', 'Completed'].entries())
    insert('TaskStatus', {
      ...{ MasterLabel: label, ApiName: label, SortOrder: at + 1, IsClosed: at === 2, IsDefault: at === 0 },
    });
  const users = options.users ?? [{ name: 'Ana Silva', email: 'ana@ours.example' }];
  for (const { name, email, isActive = true, type = 'Standard' } of users)
    insert('User', { Name: name, Email: email, IsActive: isActive, UserType: type });

  const find = (object: ObjectName, id: unknown): Row | undefined =>
    tables[object].find((row) => row.Id === longId(String(id)));
  const found = (id: string): Row => {
    const row = Object.values(tables)
      .flat()
      .find((one) => one.Id === longId(id));
    if (row === undefined) throw new Error(`the org has no record ${id}`);
    return row;
  };
  const set = (row: Row, values: Row, by: 'api' | 'hand') => {
    for (const [field, given] of Object.entries(values)) {
      const value = timed.has(field) && given !== null ? sfTime(new Date(String(given))) : given;
      if (row[field] === value) continue;
      row[field] = value;
      account.changed({ id: String(row.Id), field, value: String(value ?? ''), by });
    }
    row.LastModifiedDate = sfTime(now());
    const stage = stages.find(({ label }) => label === row.StageName);
    if (stage) Object.assign(row, { IsClosed: stage.isClosed ?? false, IsWon: stage.isWon ?? false });
  };
  const isLocked = (id: string): Answer | null => {
    const lock = locks.get(id);
    if (!lock || lock.times === 0) return null;
    lock.times -= 1;
    return refuse(
      400,
      lock.code,
      lock.code === 'ENTITY_IS_LOCKED'
        ? 'the entity is locked for editing'
        : 'unable to obtain exclusive access to this record',
      [],
    );
  };
  const refuseOwner = (values: Row): Answer | null => {
    if (values.OwnerId === undefined || String(values.OwnerId).startsWith('00G')) return null;
    const owner = find('User', values.OwnerId);
    if (owner === undefined)
      return refuse(400, 'INVALID_CROSS_REFERENCE_KEY', 'Owner ID: owner cannot be blank', ['OwnerId']);
    return owner.IsActive === true
      ? null
      : refuse(400, 'INACTIVE_OWNER_OR_USER', 'operation performed with inactive user', ['OwnerId']);
  };

  const write = (object: ObjectName, id: string | null, values: Row): Answer => {
    if (forbidden.some((one) => one === object))
      return refuse(400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
    const row = id === null ? undefined : find(object, id);
    if (id !== null && row === undefined)
      return refuse(404, 'NOT_FOUND', 'The requested resource does not exist');
    const locked = row === undefined ? null : isLocked(String(row.Id));
    if (locked !== null) return locked;
    if (object === 'Lead' && row?.IsConverted === true)
      return refuse(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
    const fields = fieldsOf(object).map((field) =>
      // Whom a deal is about is said when it is made.
      field.name === 'ContactId' && row !== undefined ? { ...field, updateable: false } : field,
    );
    const refused = refuseValues(object, fields, values, row === undefined);
    if (refused !== null) return refuse(400, refused.errorCode, refused.message, refused.fields);
    const owner = refuseOwner(values);
    if (owner !== null) return owner;
    const broken = object === 'Lead' ? (options.rule?.({ ...row, ...values }) ?? null) : null;
    if (broken !== null)
      return refuse(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', broken.message, [broken.field]);
    if (row !== undefined) {
      set(row, values, 'api');
      return { status: 204, body: '' };
    }
    const made = insert(object, {});
    set(found(made), values, 'api');
    return { status: 201, body: { id: made, success: true, errors: [] } };
  };

  const convertRow = (
    lead: Row,
    ownerId: unknown,
    opportunity: string | null,
    status: string,
  ): Record<string, string> => {
    const accountId = insert('Account', { Name: lead.Company, OwnerId: ownerId });
    const { FirstName, LastName, Email } = lead;
    const contactId = insert('Contact', {
      FirstName,
      LastName,
      Email,
      AccountId: accountId,
      OwnerId: ownerId,
    });
    const quarter = new Date(
      Date.UTC(now().getUTCFullYear(), Math.floor(now().getUTCMonth() / 3) * 3 + 3, 0),
    );
    const opportunityId =
      opportunity === null
        ? null
        : insert('Opportunity', {
            ...{
              Name: opportunity,
              StageName: stages[0]?.label,
              CloseDate: quarter.toISOString().slice(0, 10),
            },
            ...{
              AccountId: accountId,
              ContactId: contactId,
              OwnerId: ownerId,
              IsClosed: false,
              IsWon: false,
            },
          });
    Object.assign(lead, {
      IsConverted: true,
      ConvertedDate: now().toISOString().slice(0, 10),
      Status: status,
    });
    Object.assign(lead, {
      ConvertedAccountId: accountId,
      ConvertedContactId: contactId,
      ConvertedOpportunityId: opportunityId,
    });
    for (const task of tables.Task) if (task.WhoId === lead.Id) task.WhoId = contactId;
    return {
      accountId,
      contactId,
      leadId: String(lead.Id),
      ...(opportunityId !== null && { opportunityId }),
    };
  };

  const convert = (asked: Asked): Answer => {
    const said = readEnvelope(String(asked.body.xml ?? ''));
    if (said === null || asked.headers.soapaction === undefined)
      return fault('SOAP-ENV:Client', 'the envelope cannot be read');
    if (isWorn || said.sessionId !== `sold-${sold}`)
      return fault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
    if (forbidden.includes('convert'))
      return convertRefused('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
    const lead = find('Lead', said.leadId);
    if (lead === undefined)
      return convertRefused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    if (lead.IsConverted === true)
      return convertRefused('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
    const lock = locks.get(String(lead.Id));
    if (lock && lock.times > 0) {
      lock.times -= 1;
      return convertRefused(lock.code, 'unable to obtain exclusive access to this record');
    }
    if (!statuses.some(({ label, isConverted }) => isConverted && label === said.convertedStatus))
      return convertRefused('INVALID_STATUS', `invalid convertedStatus: ${said.convertedStatus}`);
    const ownerId = said.ownerId ?? lead.OwnerId;
    if (String(ownerId).startsWith('00G'))
      return convertRefused('REQUIRED_FIELD_MISSING', 'Converted objects can only be owned by users.');
    if (options.hasDuplicates) return convertRefused('DUPLICATES_DETECTED', 'Use one of these records?');
    const name = said.opportunityName === undefined ? String(lead.Company) : said.opportunityName;
    return converted(
      convertRow(
        lead,
        ownerId,
        said.doNotCreateOpportunity === 'true' ? null : name,
        said.convertedStatus ?? '',
      ),
    );
  };

  const page = (rows: Row[], from: string): Answer => {
    const size = options.pageSize ?? 2_000;
    const [first, rest] = [rows.slice(0, size), rows.slice(size)];
    const next = `${API}/query/01g${String(cursors.size + 1).padStart(12, '0')}AAA-${size}`;
    if (rest.length > 0) cursors.set(next, rest);
    const records = first.map((row) => ({ attributes: { type: from }, ...row }));
    return ok({
      totalSize: rows.length,
      done: rest.length === 0,
      ...(rest.length > 0 && { nextRecordsUrl: next }),
      records,
    });
  };

  const describe = (object: ObjectName): Answer =>
    ok({
      name: object,
      createable: !forbidden.some((one) => one === object),
      updateable: !forbidden.some((one) => one === object),
      fields: fieldsOf(object).map(({ name, label, type, updateable, values = [], length = 0 }) => ({
        ...{ name, label, type, updateable, length, nillable: true, restrictedPicklist: values.length > 0 },
        picklistValues: values.map((value) => ({ active: true, defaultValue: false, label: value, value })),
      })),
    });

  const answer = (asked: Asked): Answer => {
    const { method, path, query, headers, body } = asked;
    if (path === '/services/oauth2/token') {
      const form = new URLSearchParams(String(body.form ?? ''));
      const isOurs =
        form.get('client_id') === SALESFORCE_CLIENT.id &&
        form.get('client_secret') === SALESFORCE_CLIENT.secret;
      if (method !== 'POST' || form.get('grant_type') !== 'client_credentials' || !isOurs)
        return {
          status: 400,
          body: { error: 'invalid_client', error_description: 'invalid client credentials' },
        };
      sold += 1;
      isWorn = false;
      return ok({ access_token: `sold-${sold}`, instance_url: 'https://ours.example', token_type: 'Bearer' });
    }
    if (path === SOAP && method === 'POST') return convert(asked);
    if (isWorn || headers.authorization !== `Bearer sold-${sold}`)
      return refuse(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    used += 1;
    if (options.perDay !== undefined && used > options.perDay)
      return {
        ...refuse(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
        headers: { 'sforce-limit-info': `api-usage=${used - 1}/${options.perDay}` },
      };
    if (path === `${API}/query` && method === 'GET') {
      const given = answerQuery(query.get('q') ?? '', (name) => {
        const object = visible.find((one) => one === name);
        return (
          object && {
            rows: tables[object],
            fields: fieldsOf(object).map((one) => one.name),
            unfilterable: ['Description'],
          }
        );
      });
      return 'errorCode' in given
        ? refuse(400, given.errorCode, given.message)
        : page(given.rows, given.from);
    }
    const more = cursors.get(path);
    if (more && method === 'GET') return page(more, 'User');
    const [, name, rest] = new RegExp(`^${API}/sobjects/(\\w+)(?:/(\\w+))?$`).exec(path) ?? [];
    const object = visible.find((one) => one === name);
    if (object === undefined) return refuse(404, 'NOT_FOUND', 'The requested resource does not exist');
    if (method === 'GET' && rest === 'describe') return describe(object);
    if (method === 'POST' && rest === undefined) return write(object, null, body);
    if (method === 'PATCH' && rest !== undefined) return write(object, rest, body);
    return refuse(405, 'METHOD_NOT_ALLOWED', 'HTTP method not allowed');
  };

  const seen = (): SeenRecord[] =>
    [...tables.Lead, ...tables.Contact, ...tables.Opportunity].map((row) => ({
      title: String(row.Name ?? [row.FirstName, row.LastName].filter(Boolean).join(' ')),
      values: Object.fromEntries(
        Object.entries(row).flatMap(([name, value]) =>
          value === null || value === undefined || name === 'Id' ? [] : [[name, String(value)]],
        ),
      ),
      entries: tables.Task.filter((task) => task.WhoId === row.Id).map(
        (task) => `${task.Subject}: ${task.Description}`,
      ),
    }));

  const isWrite = ({ method, path }: Asked) => method !== 'GET' && path !== '/services/oauth2/token';
  const account = await openAccount({ answer, isWrite, seen });
  return Object.assign(account, {
    add: ({
      email,
      name = 'Grace Hopper',
      company = 'Acme',
      as = 'Lead',
      ownerId,
    }: Parameters<SalesforceAccount['add']>[0]) => {
      const [first = '', ...last] = name.split(' ');
      const person = {
        FirstName: first,
        LastName: last.join(' '),
        Email: email,
        OwnerId: ownerId ?? tables.User[0]?.Id,
      };
      return as === 'Lead'
        ? insert('Lead', { ...person, Company: company, Status: statuses[0]?.label, IsConverted: false })
        : insert('Contact', { ...person, AccountId: insert('Account', { Name: company }) });
    },
    change: (id: string, field: string, value: string | boolean | null) =>
      set(found(id), { [field]: value }, 'hand'),
    record: (id: string) => ({ ...found(id) }),
    all: (object: ObjectName) => tables[object],
    lock: (id: string, times: number, code: string) => locks.set(longId(id), { times, code }),
    wearTokens: () => {
      isWorn = true;
    },
    sold: () => sold,
    convertByHand: (leadId: string, withOpportunity: boolean) => {
      const lead = found(leadId);
      const status = statuses.find(({ isConverted }) => isConverted)?.label ?? '';
      convertRow(lead, lead.OwnerId, withOpportunity ? String(lead.Company) : null, status);
    },
  });
}
