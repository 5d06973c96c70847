import type { FieldOfTool } from '#domain/plan-write.ts';
import type { SinkSettings } from '#domain/sink-settings.ts';
import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../http.ts';
import type { Lack, RecordSink, SinkRecord, Whom } from '../sink.ts';
import type { SinkSystemDefinition } from '../system.ts';
import { SinkRefused } from '../trouble.ts';
import { API, ask, askFor, askForAll, isNumber, MEDIA_TYPE, meaningOf } from './outreach/asking.ts';

/** Outreach: the stage, owner and numbered fields of a prospect, and the end of sequences. Its notes cannot be looked for. */

const STAGE = 'stage';
const OWNER = 'owner';
const MOST_FIELDS = 150;

const STATUS = {
  ...{ assigned: 'Assigned', accepted: 'Accepted', working: 'Working', meeting: 'Meeting' },
  ...{ rejected: 'Rejected', recycled: 'Recycled', disqualified: 'Disqualified', qualified: 'Qualified' },
  ...{ opportunity: 'Opportunity', won: 'Won', lost: 'Lost' },
} as const;

export const OUTREACH: SinkSystemDefinition = {
  api: {
    baseUrl: 'https://api.outreach.io',
    headers: (token) => ({
      ...{ authorization: `Bearer ${token}`, accept: MEDIA_TYPE, 'content-type': MEDIA_TYPE },
    }),
    grant: 'refresh_token',
    tokensFrom: (baseUrl) => `${baseUrl}/oauth/token`,
    tokensLastDays: 14,
    meaning: meaningOf,
  },
  needs: ['token_env', 'client_id_env', 'client_secret_env'],
  // Ten thousand an hour, of which others of that user need some.
  perSecond: 5,
  ...{ hasLog: false, hasDeals: false, hasSequences: true },
  events: [
    ...(['assigned', 'accepted', 'rejected', 'responded', 'meeting_booked', 'meeting_held'] as const),
    ...(['meeting_missed', 'qualified', 'opportunity', 'won', 'lost', 'recycled', 'disqualified'] as const),
    ...(['breached', 'reassigned'] as const),
  ],
  recordTypes: ['prospect'],
  fields: { status: STAGE, owner: OWNER },
  words: { status: STATUS, stage: {} },
  stageOrder: [],
  open: openOutreach,
};

const TYPES: Readonly<Record<string, string>> = { [STAGE]: 'stage', [OWNER]: 'user' };
const CUSTOM: readonly FieldOfTool[] = Array.from({ length: MOST_FIELDS }, (_, index) => ({
  ...{
    name: `custom${index + 1}`,
    label: `custom${index + 1}`,
    type: 'text',
    options: [],
    isReadOnly: false,
  },
}));

function openOutreach(api: SinkApi, { finish: isFinishing }: SinkSettings): RecordSink {
  const recordOf = (id: string): SinkRecord => ({ type: 'prospect', id });
  const pathOf = ({ type, id }: SinkRecord): string => {
    if (type !== 'prospect' || !isNumber(id))
      throw new SinkRefused(`Outreach has no records "${type}" of such ids`, 'record');
    return `${API}/prospects/${id}`;
  };

  const byEmail = async (email: string): Promise<string | null> => {
    // It would be taken for several addresses, or a range of them.
    if (/,|\.\./.test(email)) return null;
    const found = await askForAll(api, `${API}/prospects`, { 'filter[emails]': email });
    const isTheirs = (prospect: unknown) =>
      [at(prospect, 'attributes', 'emails')].flat().some((one) => folded(one) === folded(email));
    return textAt(found.find(isTheirs), 'id') ?? null;
  };
  const find = async ({ known, refs, email }: Whom): Promise<SinkRecord | null> => {
    const ours = refs.filter(({ system }) => system === 'outreach');
    const ids = [...(known === null ? [] : [known]), ...ours].flatMap(({ type, id }) =>
      type === 'prospect' && isNumber(id) ? [id] : [],
    );
    for (const id of new Set(ids))
      if ((await askFor(api, pathOf(recordOf(id)))) !== null) return recordOf(id);
    const id = email === null ? null : await byEmail(email);
    return id === null ? null : recordOf(id);
  };

  const stages = async (): Promise<FieldOfTool['options']> =>
    (await askForAll(api, `${API}/stages`)).map((stage) => ({
      value: textAt(stage, 'id') ?? '',
      label: textAt(stage, 'attributes', 'name') ?? '',
    }));
  const fields = async (): Promise<FieldOfTool[]> => [
    { name: STAGE, label: 'Stage', type: 'choice', options: await stages(), isReadOnly: false },
    { name: OWNER, label: 'Owner', type: 'other', options: [], isReadOnly: false },
    ...CUSTOM,
  ];

  /** A name of settings as the field has it. */
  const fieldOf = (name: string): string => {
    const known = [STAGE, OWNER, ...CUSTOM.map((field) => field.name)];
    const field = known.find((one) => one.toLowerCase() === name.toLowerCase());
    if (field === undefined) throw new SinkRefused(`Outreach has no field ${name}`, 'field', name);
    return field;
  };
  const read: RecordSink['read'] = async (record, names) => {
    const answer = await askFor(api, pathOf(record));
    if (answer === null) throw new SinkRefused('the prospect is no longer in Outreach', 'record');
    const shownIn = (field: string) =>
      field in TYPES
        ? textAt(answer, 'data', 'relationships', field, 'data', 'id')
        : textAt(answer, 'data', 'attributes', field);
    return Object.fromEntries(names.map(fieldOf).map((field) => [field, shownIn(field) ?? null]));
  };
  const write: RecordSink['write'] = async (record, values) => {
    const path = pathOf(record);
    const attributes: Record<string, string | null> = {};
    const relationships: Record<string, { data: { type: string; id: number } | null }> = {};
    for (const [name, value] of Object.entries(values)) {
      const field = fieldOf(name);
      const type = TYPES[field];
      if (type === undefined) attributes[field] = value;
      else relationships[field] = { data: value === null ? null : { type, id: Number(value) } };
    }
    const data = { type: 'prospect', id: Number(record.id), attributes, relationships };
    await ask(api, 'PATCH', path, { data });
  };

  const statesOf = (record: SinkRecord) =>
    askForAll(api, `${API}/sequenceStates`, { 'filter[prospect][id]': record.id });
  const isActive = (state: unknown): boolean => textAt(state, 'attributes', 'state') === 'active';
  const finish = async (record: SinkRecord): Promise<void> => {
    pathOf(record);
    for (const state of (await statesOf(record)).filter(isActive)) {
      const path = `${API}/sequenceStates/${textAt(state, 'id')}`;
      try {
        await ask(api, 'POST', `${path}/actions/finish`);
      } catch (failure) {
        // Another was first where it writes to nobody by now; access that is missing is said as it is.
        const isOurs = failure instanceof SinkRefused && failure.about !== 'access';
        if (!isOurs || isActive(at(await askFor(api, path), 'data'))) throw failure;
      }
    }
  };

  return {
    kind: 'record',
    find,
    fields,
    users: async () => {
      const users = await askForAll(api, `${API}/users`);
      return new Map(
        users.flatMap((user) => {
          const [id, email] = [textAt(user, 'id'), textAt(user, 'attributes', 'email')];
          const isThere = id !== undefined && email !== undefined;
          return isThere && at(user, 'attributes', 'locked') !== true ? [[email.toLowerCase(), id]] : [];
        }),
      );
    },
    read,
    write,
    finish,
    lacks: async () => {
      const lacks: Lack[] = [];
      const parts = ['prospects', 'stages', 'users', ...(isFinishing ? ['sequenceStates'] : [])];
      for (const part of parts) {
        const { status, body } = await api.ask('GET', `${API}/${part}`, { query: { 'page[size]': '1' } });
        if (status === 403 && textAt(recordsAt(body, 'errors')[0], 'id') === 'unauthorizedOauthScope')
          lacks.push({ what: `the scope ${part}.read`, fix: 'add it to the app, and connect it anew' });
      }
      return lacks;
    },
  };
}

/** As names are compared that people write in capitals or not. */
const folded = (text: unknown): string => String(text).toLowerCase().trim();
