import type { FieldOfTool } from '#domain/plan-write.ts';
import type { SinkSettings } from '#domain/sink-settings.ts';
import { at, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../http.ts';
import type { Entry, Lack, RecordSink, SinkRecord, Whom } from '../sink.ts';
import type { SinkSystemDefinition } from '../system.ts';
import { SinkAway, SinkRefused } from '../trouble.ts';
import { API, ask, askFor, askForAll, findInPages, isNumber, meaningOf } from './salesloft/asking.ts';

/** Salesloft: the stage, owner and fields of a person, notes, and the end of cadences. */

const STAGE = 'person_stage_id';
const OWNER = 'owner_id';

const CONVERTED = 'Closed - Converted';
const NOT_CONVERTED = 'Closed - Not Converted';

export const SALESLOFT: SinkSystemDefinition = {
  api: {
    baseUrl: 'https://api.salesloft.com',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    grant: 'none',
    meaning: meaningOf,
  },
  needs: ['token_env'],
  // Six hundred a minute, of which everything else that asks for this team needs some.
  perSecond: 5,
  ...{ hasLog: true, hasDeals: false, hasSequences: true },
  events: [
    ...(['assigned', 'accepted', 'rejected', 'responded', 'meeting_booked', 'meeting_held'] as const),
    ...(['meeting_missed', 'qualified', 'opportunity', 'won', 'lost', 'recycled', 'disqualified'] as const),
    ...(['breached', 'reassigned'] as const),
  ],
  recordTypes: ['person'],
  fields: {
    ...{ status: STAGE, owner: OWNER, reason: 'Handoff reason', source: 'Handoff source' },
    ...{ lead_id: 'Handoff lead', recycle_on: 'Handoff recycle on' },
  },
  words: {
    status: {
      ...{ assigned: 'Open', accepted: 'Working', working: 'Working', meeting: 'Working' },
      ...{ qualified: 'Working', opportunity: CONVERTED, won: CONVERTED },
      ...{ rejected: NOT_CONVERTED, recycled: NOT_CONVERTED, disqualified: NOT_CONVERTED },
      ...{ lost: NOT_CONVERTED },
    },
    stage: {},
  },
  stageOrder: [],
  open: openSalesloft,
};

/** What a person has under another name than it is written by. */
const SHOWN: Readonly<Record<string, string>> = { [STAGE]: 'person_stage', [OWNER]: 'owner' };
const KINDS: Readonly<Record<string, FieldOfTool['type']>> = { text: 'text', date: 'date' };
const LONGEST_NOTE = 30_000;

function openSalesloft(api: SinkApi, { log, finish: isFinishing }: SinkSettings): RecordSink {
  let known: FieldOfTool[] | null = null;
  const fieldsNow = async (): Promise<FieldOfTool[]> => {
    const stages = await askForAll(api, `${API}/person_stages.json`);
    const options = stages.map((stage) => ({
      value: textAt(stage, 'id') ?? '',
      label: textAt(stage, 'name') ?? '',
    }));
    const own = await askForAll(api, `${API}/custom_fields.json`, { field_type: 'person' });
    known = [
      { name: STAGE, label: 'Stage', type: 'choice', options, isReadOnly: false },
      { name: OWNER, label: 'Owner', type: 'other', options: [], isReadOnly: false },
      ...own.flatMap((field): FieldOfTool[] => {
        const name = textAt(field, 'name');
        const type = KINDS[textAt(field, 'value_type') ?? 'text'] ?? 'other';
        return name === undefined ? [] : [{ name, label: name, type, options: [], isReadOnly: false }];
      }),
    ];
    return known;
  };
  const fieldNamed = async (name: string): Promise<FieldOfTool | undefined> =>
    (known ?? (await fieldsNow())).find((field) => field.name.toLowerCase() === name.toLowerCase());

  const recordOf = (id: string): SinkRecord => ({ type: 'person', id });
  const pathOf = ({ type, id }: SinkRecord): string => {
    if (type !== 'person' || !isNumber(id))
      throw new SinkRefused(`Salesloft has no records "${type}" of such ids`, 'record');
    return `${API}/people/${id}.json`;
  };
  const mustGet = async (record: SinkRecord): Promise<unknown> => {
    const person = await askFor(api, pathOf(record));
    if (person === null) throw new SinkRefused('the person is no longer in Salesloft', 'record');
    return person;
  };

  const find = async ({ known: before, refs, email }: Whom): Promise<SinkRecord | null> => {
    const ours = refs.filter(({ system }) => system === 'salesloft');
    const ids = [...(before === null ? [] : [before]), ...ours].flatMap(({ type, id }) =>
      type === 'person' && isNumber(id) ? [id] : [],
    );
    for (const id of new Set(ids))
      if ((await askFor(api, pathOf(recordOf(id)))) !== null) return recordOf(id);
    if (email === null) return null;
    const isTheirs = (person: unknown) =>
      textAt(person, 'email_address')?.toLowerCase() === email.toLowerCase();
    const found = await findInPages(api, `${API}/people.json`, { 'email_addresses[]': email }, isTheirs);
    const id = textAt(found, 'id');
    return id === undefined ? null : recordOf(id);
  };

  const read: RecordSink['read'] = async (record, names) => {
    const person = await mustGet(record);
    const shown: Record<string, string | null> = {};
    for (const name of names) {
      const field = await fieldNamed(name);
      if (field === undefined) continue;
      const link = SHOWN[field.name];
      const value =
        link === undefined ? textAt(person, 'custom_fields', field.name) : textAt(person, link, 'id');
      shown[field.name] = value ?? null;
    }
    return shown;
  };
  const write: RecordSink['write'] = async (record, values) => {
    const path = pathOf(record);
    const body: Record<string, unknown> = {};
    const own: Record<string, string | null> = {};
    for (const [name, value] of Object.entries(values)) {
      const field = await fieldNamed(name);
      if (field === undefined) throw new SinkRefused(`Salesloft has no field ${name}`, 'field', name);
      if (field.name in SHOWN) body[field.name] = value === null ? null : Number(value);
      else own[field.name] = field.type === 'date' ? (value?.slice(0, 10) ?? null) : value;
    }
    // Whether what is left out stays, it does not say: nobody's fields are emptied by what is ours.
    const all = Object.keys(own).length > 0 ? { ...fieldsOf(await mustGet(record)), ...own } : null;
    await ask(api, 'PUT', path, { body: { ...body, ...(all !== null && { custom_fields: all }) } });
  };

  const leaveNote = async (record: SinkRecord, { mark, title, text }: Entry): Promise<void> => {
    pathOf(record);
    const about = { associated_with_type: 'person', associated_with_id: record.id };
    const isOurs = (note: unknown) => textAt(note, 'content')?.split(/\s+/).includes(mark) === true;
    const query = { ...about, sort_direction: 'DESC' };
    if ((await findInPages(api, `${API}/notes.json`, query, isOurs)) !== null) return;
    const content = `${title}\n${text}`.slice(0, LONGEST_NOTE).toWellFormed();
    const body = { ...about, associated_with_id: Number(record.id), content: `${content}\n\n${mark}` };
    await ask(api, 'POST', `${API}/notes.json`, { body });
  };

  const finish = async (record: SinkRecord): Promise<void> => {
    pathOf(record);
    const query = { person_id: record.id, currently_on_cadence: 'true' };
    const memberships = await askForAll(api, `${API}/cadence_memberships.json`, query);
    const isBusy = (membership: unknown) => textAt(membership, 'current_state') === 'processing';
    for (const membership of memberships.filter((one) => !isBusy(one))) {
      const path = `${API}/cadence_memberships/${textAt(membership, 'id')}.json`;
      const answer = await api.ask('DELETE', path);
      // Gone is as well as ended.
      if (answer.status < 300 || answer.status === 404) continue;
      if (answer.status === 422) throw new SinkAway('Salesloft does not let a cadence end now');
      throw new SinkRefused(
        `Salesloft lets us end no cadence (HTTP ${answer.status})`,
        answer.status === 403 ? 'access' : 'request',
      );
    }
    if (memberships.some(isBusy)) throw new SinkAway('Salesloft is at work on a cadence of this person');
  };

  return {
    kind: 'record',
    find,
    fields: fieldsNow,
    users: async () => {
      const users = await askForAll(api, `${API}/users.json`);
      return new Map(
        users.flatMap((user) => {
          const [id, email] = [textAt(user, 'id'), textAt(user, 'email')];
          const isThere = id !== undefined && email !== undefined && at(user, 'active') !== false;
          return isThere ? [[email.toLowerCase(), id]] : [];
        }),
      );
    },
    read,
    write,
    log: leaveNote,
    finish,
    lacks: async () => {
      const parts = [
        ...['people', 'person_stages', 'custom_fields', 'users'],
        ...(log === 'none' ? [] : ['notes']),
        ...(isFinishing ? ['cadence_memberships'] : []),
      ];
      const lacks: Lack[] = [];
      for (const part of parts) {
        const { status } = await api.ask('GET', `${API}/${part}.json`, { query: { per_page: '1' } });
        if (status === 403)
          lacks.push({ what: `the token may not read ${part}`, fix: 'make one with that scope' });
      }
      return lacks;
    },
    addFields: async (_type, fields) => {
      for (const { name } of fields) {
        if ((await fieldNamed(name)) !== undefined) continue;
        await ask(api, 'POST', `${API}/custom_fields.json`, { body: { name, field_type: 'person' } });
      }
      await fieldsNow();
    },
  };
}

const fieldsOf = (person: unknown): Record<string, unknown> => ({
  ...(at(person, 'custom_fields') as object | undefined), // spread of what is none adds nothing
});
