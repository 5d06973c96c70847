import { setImmediate } from 'node:timers/promises';
import { localDate } from '#domain/day.ts';
import { type CanonicalLead, canonicalLeadSchema } from '#domain/lead.ts';
import type { ToldFields } from '#domain/own-writes.ts';
import type { Source } from '#domain/settings.ts';
import { readToldSpend } from '#domain/spend.ts';
import { storable } from '#domain/storable.ts';
import type { AccountNews, Found } from './adapter.ts';
import { adapterOf } from './adapters.ts';
import type { Api } from './api.ts';
import { type ReadLead, readCanonical, unwrapEnvelope } from './canonical.ts';
import { isTruthy, type Scope } from './expression.ts';
import { asProblem, type ReadValue, type Writing, writingOf } from './fit.ts';
import { isMachineMade } from './machine-made.ts';
import type { Mapping } from './mapping.ts';
import type { Problem } from './problem.ts';
import { isRecord, nameType } from './record.ts';

/**
 * One thing found in a delivery. `key` is the sender's own id for it. A refused item keeps what was sent, so that it
 * can be read again once the mapping is put right; a lead with warnings has lost only the fields they name.
 */
export type ItemResult =
  | {
      ok: true;
      ignored: false;
      lead: CanonicalLead;
      key: string | null;
      warnings: Problem[];
      accounts?: AccountNews;
      fields?: ToldFields;
    }
  /** `why` where the sender told of something that is not read here; else the settings left it out. */
  | { ok: true; ignored: true; why?: string; accounts?: AccountNews }
  | { ok: false; key: string | null; raw: unknown; problems: Problem[] };

export type ReadableSource = { settings: Source; mapping: Mapping; api?: Api | null };

const FEWEST_PHONE_DIGITS = 5;
/** What machines send by themselves; whoever calls is heard. */
const MAILED: ReadonlySet<string> = new Set(['email', 'linkedin', 'meeting']);

/** Reads the parsed body of a delivery. Never throws for what a sender wrote. `observe` hears of each value, by item. */
export async function readItems(
  source: ReadableSource,
  sent: unknown,
  receivedAt: Date,
  observe?: (position: number, read: ReadValue) => void,
): Promise<ItemResult[]> {
  const body = storable(sent);
  const found = await findItems(source, body, receivedAt);
  if (!found.ok) return [{ ok: false, key: null, raw: body, problems: found.problems }];
  const results: ItemResult[] = [];
  for (const [position, one] of found.items.entries()) {
    // JSONata never lets go of the thread by itself, and a delivery can hold thousands of items.
    await setImmediate();
    const writing = writingOf(source.settings, receivedAt);
    const observed = observe
      ? { ...writing, observe: (read: ReadValue) => observe(position, read) }
      : writing;
    const read = await readItem(source, one, body, observed);
    const { accounts, fields } = one.told ?? {};
    const withAccounts = read.ok && accounts ? { ...read, accounts } : read;
    results.push(
      withAccounts.ok && !withAccounts.ignored && fields ? { ...withAccounts, fields } : withAccounts,
    );
  }
  return results;
}

/** An item, and what the format of its tool makes of it; null where the settings map it. */
type Item = { item: unknown; told: Found | null };
type FoundItems = { ok: true; items: Item[] } | { ok: false; problems: Problem[] };

async function findItems(source: ReadableSource, body: unknown, receivedAt: Date): Promise<FoundItems> {
  const { settings } = source;
  const adapter = adapterOf(settings.format);
  if (adapter !== null) {
    const told = await adapter.read(body, { settings, receivedAt, api: source.api ?? null });
    return { ok: true, items: told.map((one) => ({ item: one.item, told: one })) };
  }
  const found = await findMapped(source, body, receivedAt);
  return found.ok ? { ok: true, items: found.items.map((item) => ({ item, told: null })) } : found;
}

async function findMapped(
  { settings, mapping }: ReadableSource,
  body: unknown,
  receivedAt: Date,
): Promise<{ ok: true; items: unknown[] } | { ok: false; problems: Problem[] }> {
  if (settings.format === 'canonical') return { ok: true, items: unwrapEnvelope(body) };
  if (mapping.items === null) return { ok: true, items: Array.isArray(body) ? body : [body] };
  const items = await mapping.items({ item: body, body, receivedAt });
  if (!items.ok) return { ok: false, problems: [asProblem('items', items.problem, items.sent)] };
  if (items.value !== undefined && items.value !== null) {
    return { ok: true, items: Array.isArray(items.value) ? items.value : [items.value] };
  }
  // A sender that moved its list must not look like a sender with nothing to say.
  const problem = 'found nothing in this delivery; where that is usual, write the expression in [ ]';
  return { ok: false, problems: [{ path: 'items', problem }] };
}

async function readItem(
  { settings, mapping }: ReadableSource,
  { item, told }: Item,
  body: unknown,
  writing: Writing,
): Promise<ItemResult> {
  const scope = { item, body, receivedAt: writing.receivedAt };
  if (told && 'ignored' in told) return { ok: true, ignored: true, why: told.ignored };
  if (told && 'problem' in told) return refuse(item, null, [{ path: '', problem: told.problem }]);
  // What of it can be read without its mapping, should it be set aside.
  const seen = told?.lead ?? item;
  if (mapping.when) {
    const held = await mapping.when(scope);
    if (!held.ok) return refuse(seen, idOf(seen), [asProblem('when', held.problem, held.sent)]);
    if (!isTruthy(held.value)) return { ok: true, ignored: true };
  }
  if (settings.format === 'canonical')
    return conclude(settings, { item, seen }, idOf(item), readCanonical(item, writing), writing);
  if (!isRecord(item)) {
    return refuse(item, null, [{ path: '', problem: `expected an object, got ${nameType(item)}` }]);
  }
  const { id, ...read } = await readMapped(mapping, scope, writing, told?.lead ?? {});
  return conclude(settings, { item, seen }, id, read, writing);
}

async function readMapped(
  mapping: Mapping,
  scope: Scope,
  writing: Writing,
  told: Record<string, unknown>,
): Promise<ReadLead & { id: string | null }> {
  const failures: Problem[] = [];
  const mapped: Record<string, unknown> = { ...told };
  for (const { path, evaluate } of mapping.fields) {
    const result = await evaluate(scope);
    if (result.ok) write(mapped, path, result.value);
    else failures.push(asProblem(path, result.problem, result.sent));
  }
  // An expression may write what nobody sent: the half of a character, where it cuts a text.
  const clean = storable(mapped);
  const read = readCanonical(clean, writing);
  const id = idOf(clean);
  const kindFailed = failures.some(({ path }) => path === 'kind');
  if (read.ok && !kindFailed) return { ...read, id, warnings: [...failures, ...read.warnings] };
  return { ok: false, id, problems: [...failures, ...(read.ok ? read.warnings : read.problems)] };
}

function write(target: Record<string, unknown>, path: string, value: unknown): void {
  if (value === undefined) return;
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner = target[first];
  const group = isRecord(inner) ? { ...inner } : {};
  target[first] = group;
  write(group, rest.join('.'), value);
}

function conclude(
  settings: Source,
  { item, seen }: { item: unknown; seen: unknown },
  key: string | null,
  read: ReadLead,
  { receivedAt }: Writing,
): ItemResult {
  if (!read.ok) return refuse(seen, key, read.problems);
  if (read.lead.kind === 'spend') return concludeSpend(settings, seen, key, read, receivedAt);
  if (read.lead.kind === 'account_signal') {
    const missing = missingOfAccount(read.lead);
    if (missing !== null) return refuse(seen, key, [...read.warnings, missing]);
  }
  // A test shows that sender and address are right, whoever it is about.
  else if (read.lead.kind !== 'test' && !namesSomebody(read.lead)) {
    const problem = 'names nobody: expected person.email, person.phone or refs';
    return refuse(seen, key, [...read.warnings, { path: 'person', problem }]);
  }
  const problem = checkActivity(read.lead);
  if (problem !== null) return refuse(seen, key, [...read.warnings, { path: 'activity', problem }]);
  const lead = withMaker(applyDefaults(read.lead, settings.defaults), item);
  return { ok: true, ignored: false, lead, key: lead.id ?? null, warnings: read.warnings };
}

const HOURS_AHEAD = 14;

/** What was spent names no person: it is right as far as it can be counted. */
function concludeSpend(
  settings: Source,
  seen: unknown,
  key: string | null,
  { lead, warnings }: Extract<ReadLead, { ok: true }>,
  receivedAt: Date,
): ItemResult {
  const told = applyDefaults(lead, settings.defaults);
  // No calendar anywhere is further ahead.
  const lastDay = localDate('UTC', new Date(receivedAt.getTime() + HOURS_AHEAD * 3_600_000));
  const read = readToldSpend(told, lastDay);
  if (!read.ok) return refuse(seen, key, [...warnings, { path: 'spend', problem: read.problem }]);
  return { ok: true, ignored: false, lead: told, key: told.id ?? null, warnings };
}

function refuse(raw: unknown, key: string | null, problems: Problem[]): ItemResult {
  return { ok: false, key, raw, problems };
}

/** What a company did names the company, and what it did. */
function missingOfAccount({ account, signals }: CanonicalLead): Problem | null {
  const isNamed = [account.domain, account.website, account.name].some((name) => name !== undefined);
  if (!isNamed)
    return { path: 'account', problem: 'names no company: expected account.domain or account.name' };
  return signals.length === 0
    ? { path: 'signals', problem: 'needed with kind: account_signal; expected what the company did' }
    : null;
}

/** What a rep did must not become a lead, nor a lead be taken for what a rep did. */
function checkActivity({ kind, activity }: CanonicalLead): string | null {
  if (kind === 'activity') return activity ? null : 'needed with kind: activity; expected at least a channel';
  return activity ? 'only read with kind: activity' : null;
}

/** Whoever sends it knows best who made it. */
function withMaker(lead: CanonicalLead, raw: unknown): CanonicalLead {
  const { activity } = lead;
  if (!activity || activity.automatic !== undefined || !MAILED.has(activity.channel)) return lead;
  return isMachineMade(raw) ? { ...lead, activity: { ...activity, automatic: true } } : lead;
}

/** Whether anybody can be reached by it, or found. */
export function namesSomebody({ person, refs }: CanonicalLead): boolean {
  const digits = person.phone?.replaceAll(/\D/g, '').length ?? 0;
  return person.email !== undefined || digits >= FEWEST_PHONE_DIGITS || refs.length > 0;
}

function applyDefaults(lead: CanonicalLead, defaults: Source['defaults']): CanonicalLead {
  return {
    ...lead,
    channel: lead.channel ?? defaults.channel,
    temperature: lead.temperature ?? defaults.temperature,
    campaign: nameCampaign(lead.campaign, defaults.campaign),
  };
}

function nameCampaign(
  campaign: CanonicalLead['campaign'],
  usual: string | undefined,
): CanonicalLead['campaign'] {
  if (usual === undefined || campaign?.name !== undefined) return campaign;
  return canonicalLeadSchema.shape.campaign.parse({ ...campaign, name: usual });
}

/** The sender's id of an item, where it is one that can be a key. */
function idOf(item: unknown): string | null {
  const parsed = canonicalLeadSchema.shape.id.safeParse(isRecord(item) ? item.id : undefined);
  return parsed.success ? (parsed.data ?? null) : null;
}
