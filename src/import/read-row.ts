import { depthOf } from '#domain/funnel.ts';
import type { CanonicalLead, Channel } from '#domain/lead.ts';
import { STAGE_CODES, type Stage } from '#domain/stages.ts';
import { readCanonical } from '#src/sources/canonical.ts';
import { type Cells, cellsOf } from './cells.ts';
import type { CsvRecord } from './csv.ts';
import type { ReadDate } from './dates.ts';
import { currentStage, wayOf } from './history.ts';
import type { ImportedLead, RowProblem } from './imported-lead.ts';
import type { ImportMapping } from './mapping.ts';
import { pastHandoff } from './past-handoff.ts';
import { PLACE_NAMES, PLACES, type Place } from './places.ts';
import type { RowContext } from './row-context.ts';

export type RowReading =
  | { type: 'lead'; imported: ImportedLead; warnings: readonly RowProblem[] }
  | { type: 'refused'; problem: RowProblem }
  | { type: 'left_out'; because: 'too_old' | 'no_record' };

const QUALIFIED = depthOf('marketing_qualified');
const OPPORTUNITY = depthOf('opportunity');
const DAY = 24 * 60 * 60_000;
const OTHER: Channel = 'other';
const MOST_IN_A_LIST = 20;

/** Reads one row of an export. What cannot be read says why, and nothing of it is taken. */
export function readRow(context: RowContext, { line, cells: row }: CsvRecord): RowReading {
  const { width } = context.binding;
  // Reports end with lines such as a copyright notice.
  if (row.length === 1 && width > 1) return { type: 'left_out', because: 'no_record' };
  if (row.slice(width).some((cell) => cell.trim() !== '')) {
    const kind = 'more values than the header has columns; is there a delimiter in a text without quotes?';
    return { type: 'refused', problem: { kind, column: null, value: null } };
  }
  const cells = cellsOf(context, row);
  const created = cells.date('created_at');
  if (created && context.since && created.at < context.since) {
    return { type: 'left_out', because: 'too_old' };
  }
  const imported = readLead(context, cells, line, created);
  const [problem] = cells.refusals;
  if (problem) return { type: 'refused', problem };
  if (imported) return { type: 'lead', imported, warnings: cells.warnings };
  throw new Error(`line ${line}: neither read nor refused`);
}

function readLead(
  context: RowContext,
  cells: Cells,
  line: number,
  created: ReadDate | null,
): ImportedLead | null {
  if (!created) {
    if (cells.refusals.length === 0) cells.refuse('no date of creation that can be read', 'created_at');
    return null;
  }
  if (created.at > context.now) {
    cells.refuse('created in the future; is the time zone right? --time-zone', 'created_at');
    return null;
  }
  const told = readStages(context, cells, created);
  const lead = readRecord(context, cells, created);
  const key = lead && keyOf(context.mapping, cells, lead);
  if (!told || !lead || !key) return null;
  const stage = currentStage(told);
  // A lead that ended has come as far as any of its columns says; a deal that was lost early was no opportunity.
  const passed = [told.stage, told.status].filter((one) => one !== null && one !== 'closed_lost');
  const depth = Math.max(...[stage, ...passed, ...told.times.keys()].map(depthOf));
  const { handoff, response } = pastHandoff(context, cells, { stage, depth, created, dates: told.dates });
  // Whoever was given back to marketing by a rep had been put to sales.
  const atLeast = Math.max(depth, handoff?.rejection ? QUALIFIED : 0);
  return {
    line,
    key,
    lead: { ...lead, account: { ...lead.account, ...customerFacts(stage, cells) } },
    sourceId: cells.meaning('source', context.mapping.values.source) ?? context.sourceId,
    capturedAt: created.at,
    stage,
    reached: wayOf(stage, told.times, created.at, atLeast),
    handoff,
    response,
  };
}

type Told = Parameters<typeof currentStage>[0] & { dates: ReadonlyMap<Stage, ReadDate> };

function readStages(context: RowContext, cells: Cells, created: ReadDate): Told | null {
  const { values } = context.mapping;
  const stage = cells.meaning('stage', values.stage);
  const status = cells.meaning('status', values.status);
  if (stage === undefined) cells.refuse('a stage the mapping does not know; add it to values.stage', 'stage');
  if (status === undefined && !stage) {
    cells.refuse('a status the mapping does not know; add it to values.status', 'status');
  } else if (status === undefined) {
    cells.warn('a status the mapping does not know, left out; add it to values.status', 'status');
  }
  const dates = new Map<Stage, ReadDate>();
  for (const reached of STAGE_CODES) {
    const place = PLACE_NAMES.find((name) => name === `reached.${reached}`);
    const date = place ? readStageDate(context, cells, place, created) : null;
    if (date) dates.set(reached, date);
  }
  if (cells.refusals.length > 0) return null;
  const words = { stage: stage ?? null, status: status ?? null };
  const times = () => new Map([...dates].map(([name, { at }]) => [name, at]));
  const current = currentStage({ ...words, times: times() });
  const closed = readStageDate(context, cells, 'closed_at', created);
  const lost = dates.get('closed_lost');
  // A deal that was lost early ends there; the way to an opportunity would be invented.
  if (current === 'disqualified' && lost) {
    dates.delete('closed_lost');
    dates.set('disqualified', lost);
  }
  if (closed && ENDING.includes(current) && !dates.has(current)) dates.set(current, closed);
  return { ...words, dates, times: times() };
}

const ENDING: readonly Stage[] = ['closed_won', 'closed_lost', 'disqualified'];

/** Nothing happens to a lead before it is captured, nor later than now. */
function readStageDate({ now }: RowContext, cells: Cells, place: Place, created: ReadDate): ReadDate | null {
  const date = cells.date(place);
  if (!date) return null;
  if (date.at > now) {
    cells.warn('in the future, left out', place);
    return null;
  }
  if (date.at >= created.at) return date;
  if (created.at.getTime() - date.at.getTime() > DAY) {
    cells.warn('before the date of creation; taken as that', place);
  }
  return { at: created.at, hasTime: false };
}

function readRecord({ mapping }: RowContext, cells: Cells, created: ReadDate): CanonicalLead | null {
  const { values, system, record } = mapping;
  const channel = cells.meaning('channel', values.channel);
  if (channel === undefined) {
    cells.warn('a channel the mapping does not know, taken as "other"; add it to values.channel', 'channel');
  }
  const id = cells.text('id');
  const url = webAddress(cells.text('url'));
  const text = (place: Place) => cells.text(place) ?? undefined;
  const website = webAddress(cells.text('account.website'));
  const read = readCanonical(
    {
      occurred_at: created.at.toISOString(),
      refs: id === null ? [] : [{ system, type: record, id, url }],
      person: {
        full_name: text('person.full_name'),
        first_name: text('person.first_name'),
        last_name: text('person.last_name'),
        email: text('person.email'),
        phone: firstOf(cells.text('person.phone')),
        title: text('person.title'),
        seniority: text('person.seniority'),
        department: text('person.department'),
        linkedin_url: webAddress(cells.text('person.linkedin_url')),
        language: text('person.language'),
        country: text('person.country'),
        region: text('person.region'),
        time_zone: text('person.time_zone'),
      },
      account: {
        name: text('account.name'),
        domain: text('account.domain') ?? hostOf(website),
        website,
        industry: text('account.industry'),
        country: text('account.country'),
        region: text('account.region'),
        employees: cells.number('account.employees'),
        revenue: text('account.revenue'),
        existing_customer: cells.flag('account.existing_customer'),
        abm_tier: text('account.abm_tier'),
      },
      channel: channel === undefined ? OTHER : (channel ?? undefined),
      product_interest: listIn(cells.text('product_interest')),
      campaign: filled({
        name: text('campaign.name'),
        form: text('campaign.form'),
        utm_source: text('campaign.utm_source'),
        utm_medium: text('campaign.utm_medium'),
        utm_campaign: text('campaign.utm_campaign'),
      }),
      consent: filled({
        do_not_call: cells.flag('consent.do_not_call'),
        do_not_contact: cells.flag('consent.do_not_contact'),
        unsubscribed: cells.flag('consent.unsubscribed'),
      }),
    },
    { timeZone: 'UTC', locale: null, receivedAt: created.at },
  );
  if (!read.ok) {
    cells.refuse(`${read.problems[0]?.path}: ${read.problems[0]?.problem}`, null);
    return null;
  }
  for (const { path, problem } of read.warnings) {
    const place = PLACE_NAMES.find((name) => name === path) ?? null;
    if (path === 'person.email' && read.lead.person.email === undefined)
      cells.warn('not an e-mail address, left out', place);
    else if (path === 'refs[0].url' || (place !== null && PLACES[place] === 'link'))
      cells.warn('not a web address, left out', place);
    else cells.warn(`${path}: ${problem}`, place);
  }
  return read.lead;
}

/** The record's own id, else the e-mail address with the day: who comes again later is a new row. */
function keyOf(
  { system, record }: ImportMapping,
  cells: Cells,
  { person, occurred_at }: CanonicalLead,
): string | null {
  const id = cells.text('id');
  if (id !== null) return `import:${system}:${record}:${id}`;
  if (person.email && occurred_at) return `import:${system}:${person.email}:${occurred_at.slice(0, 10)}`;
  cells.refuse('names nobody: no record id, and no e-mail address', 'person.email');
  return null;
}

/** What the stage says of the company: rules may ask for it when somebody there asks again. */
function customerFacts(stage: Stage, cells: Cells): Partial<CanonicalLead['account']> {
  if (depthOf(stage) < OPPORTUNITY) return {};
  const isCustomer = cells.flag('account.existing_customer') ?? (stage === 'closed_won' ? true : undefined);
  return {
    ...(isCustomer === undefined ? {} : { existing_customer: isCustomer }),
    open_opportunity: stage === 'opportunity',
  };
}

const filled = <T extends object>(group: T): T | undefined =>
  Object.values(group).some((value) => value !== undefined) ? group : undefined;

/** The choices of a cell that holds several; a lead has twenty at most. */
function listIn(text: string | null): string[] | undefined {
  const words = (text ?? '').split(/[;,]/).map((word) => word.trim());
  const told = words.filter((word) => word !== '').slice(0, MOST_IN_A_LIST);
  return told.length > 0 ? told : undefined;
}

const firstOf = (text: string | null): string | undefined => text?.split(/[,;]\s/)[0]?.trim() || undefined;

function webAddress(text: string | null): string | undefined {
  if (text === null) return undefined;
  return /^https?:\/\//i.test(text) ? text : `https://${text}`;
}

function hostOf(website: string | undefined): string | undefined {
  if (website === undefined || !URL.canParse(website)) return undefined;
  return new URL(website).hostname.replace(/^www\./, '') || undefined;
}
