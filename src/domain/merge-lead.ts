import type { CanonicalLead, Channel, Consent, LeadSignal, SignalType } from './lead.ts';
import { type Known, type Origin, type Origins, originAt } from './origin.ts';
import { completeness } from './person-names.ts';
import { recordKey } from './record-key.ts';

/** All that one message says. */
export const saidBy = (lead: CanonicalLead, origin: Origin): Known => ({
  // That two became one is no fact of theirs.
  record: { ...lead, merged: undefined, signals: [] },
  origins: [lead.kind === 'signal' ? { ...origin, isSignal: true } : origin],
});

/**
 * What is known of somebody when this is known, and that. Of each fact one side's word counts, by who said it and when
 * (`isStronger`), so it does not matter in which order messages come, or how often.
 */
export const mergeLead = (known: Known, told: Known): Known => withFacts(known, told, sayingsOf(told));

/** The same, but what is known is only completed: told by whoever may be behind. What must not be asked is taken from anybody. */
export function completeLead(known: Known, told: Known): Known {
  const facts = sayingsOf(known);
  const isOpen = ([key]: [string, Saying]) =>
    !facts.has(key) || key.startsWith(CONSENT) || key.startsWith(REF);
  return withFacts(known, told, new Map([...sayingsOf(told)].filter(isOpen)));
}

/** The same, but of what is told only what must not be asked counts, and what may be again. */
export const mergeConsent = (known: Known, told: Known): Known =>
  withFacts(known, told, new Map([...sayingsOf(told)].filter(([key]) => key.startsWith(CONSENT))));

/** The same, with what a person put right of whoever it is: of all else they say nothing. */
export const putRight = (known: Known, person: Partial<CanonicalLead['person']>, origin: Origin): Known =>
  withFacts(
    known,
    known,
    new Map(Object.entries(person).map(([name, value]) => [`person.${name}`, { value, origin }])),
  );

/** The same, with a fact that a person put right until its source says something new. It keeps what it took the place of. */
export function correct(known: Known, place: string, value: unknown, origin: Origin): Known {
  const facts = sayingsOf(known);
  const was = facts.get(place);
  const instead = { value: was?.value ?? null, origin: was?.origin ?? null };
  return restated(known, facts, place, { value, origin: { ...origin, instead } });
}

/** The same, with what was said before such a correction of this time; null where something newer took its place. */
export function withoutCorrection(known: Known, place: string, at: Date): Known | null {
  const facts = sayingsOf(known);
  const origin = facts.get(place)?.origin;
  if (origin?.instead === undefined || origin.at !== at.toISOString()) return null;
  const { value, origin: before } = origin.instead;
  return restated(known, facts, place, before === null ? null : { value, origin: before });
}

function restated({ record: { kind } }: Known, facts: Facts, place: string, saying: Saying | null): Known {
  if (saying === null) facts.delete(place);
  else facts.set(place, saying);
  const record = recordOf(facts, kind);
  return { record, origins: groupedOrigins(record, facts) };
}

/**
 * What was known of somebody then. What was told since is left out, and what it took the place of is known again only where a person
 * put it right: nobody else keeps that.
 */
export function knownAt({ record, origins }: Known, at: Date): CanonicalLead {
  const then = at.toISOString();
  const wasTold = (origin: Origin) => heardAt(origin) <= then;
  if (origins.every(wasTold)) return record;
  const saidThen = (saying: Saying): Saying | null => {
    const { instead } = saying.origin;
    if (wasTold(saying.origin)) return saying;
    return instead?.origin ? saidThen({ value: instead.value, origin: instead.origin }) : null;
  };
  const facts = [...sayingsOf({ record, origins })].flatMap(([key, saying]) => {
    const known = saidThen(saying);
    return known === null ? [] : [[key, known] as const];
  });
  return recordOf(new Map(facts), record.kind);
}

/** What an import brought in was known elsewhere before. */
const heardAt = ({ by, at, received }: Origin): string => (by === 'import' ? at : received);

function withFacts(known: Known, told: Known, added: Facts): Known {
  const facts = sayingsOf(known);
  for (const [key, saying] of added) add(facts, key, saying);
  // A signal about a lead makes no signal of it.
  const kind = told.record.kind === 'lead' ? 'lead' : known.record.kind;
  const record = recordOf(facts, kind);
  return { record, origins: groupedOrigins(record, facts) };
}

type Saying = { value: unknown; origin: Origin };
type Facts = Map<string, Saying>;
/** `key` is the same in every record, `place` is where it stands in this one. */
type Placed = { key: string; place: string; value: unknown };

const CONSENT = 'consent.';
const REF = 'refs:';
const TAG = 'tags:';
const ANSWER = 'discovery.answers:';
const GROUPS = ['person', 'account', 'consent', 'discovery'] as const;

/** Every fact of a record. What is not told is none; that nobody is named as the owner is one of each message. */
export function placedFacts(record: CanonicalLead): Placed[] {
  const { kind, schema_version: _v, signals: _s, refs, tags, owner_email, ...rest } = record;
  const { person: _p, account: _a, consent: _c, discovery: _d, ...whole } = rest;
  const told = ([, value]: [string, unknown]) => value !== undefined && value !== null;
  const inGroup = (group: (typeof GROUPS)[number]) =>
    Object.entries(record[group] ?? {})
      .filter((entry) => told(entry) && entry[0] !== 'answers' && !isNamePart(group, entry[0]))
      .map(([name, value]) => ({ key: `${group}.${name}`, place: `${group}.${name}`, value }));
  const answers = record.discovery?.answers ?? [];
  return [
    ...GROUPS.flatMap(inGroup),
    ...nameIn(record),
    ...Object.entries(whole)
      .filter(told)
      .map(([name, value]) => ({ key: name, place: name, value })),
    // What a CRM changed elsewhere says nothing of the owner.
    ...(kind === 'update' && owner_email === undefined
      ? []
      : [{ key: OWNER, place: OWNER, value: owner_email }]),
    ...refs.map((value, at) => ({ key: `${REF}${recordKey(value)}`, place: `refs[${at}]`, value })),
    ...tags.map((value, at) => ({ key: `${TAG}${value}`, place: `tags[${at}]`, value })),
    ...answers.map((value, at) => ({
      key: `${ANSWER}${value.question}`,
      place: `discovery.answers[${at}]`,
      value,
    })),
  ];
}

const OWNER = 'owner_email';
const NAME = 'person.name';
const NAME_PARTS = ['full_name', 'first_name', 'last_name'] as const;

const isNamePart = (group: string, field: string): boolean =>
  group === 'person' && NAME_PARTS.some((part) => part === field);

/** A name is one fact in three fields: parts of two people's make nobody's. */
function nameIn({ person }: CanonicalLead): Placed[] {
  const parts = NAME_PARTS.flatMap((part) => (person[part] === undefined ? [] : [[part, person[part]]]));
  return parts.length === 0 ? [] : [{ key: NAME, place: NAME, value: Object.fromEntries(parts) }];
}

function sayingsOf({ record, origins }: Known): Facts {
  const facts: Facts = new Map();
  for (const { key, place, value } of placedFacts(record)) {
    add(facts, key, { value, origin: originAt(origins, place) });
  }
  return facts;
}

function add(facts: Facts, key: string, told: Saying): void {
  const known = facts.get(key);
  const stronger = known !== undefined && isStronger(key, known, told) ? known : told;
  const counted = known !== undefined && isLiftedOf(key, known, told) ? lifted(stronger) : stronger;
  // What one message says stands in the order in which it says it.
  if (stronger === told) facts.delete(key);
  facts.set(key, counted);
}

/**
 * Whether what is known of a fact stays although this is told of it: what a rep put right, then what happened last, then
 * what was received last. Of two that are the same in all that, the one read last counts.
 */
function isStronger(key: string, known: Saying, told: Saying): boolean {
  if (known.origin.instead && told.origin.by !== 'rep') return !isNewTo(known, told);
  if (told.origin.instead && known.origin.by !== 'rep') return isNewTo(told, known);
  const [mine, theirs] = [known, told].map((saying) => weightOf(key, saying)) as [number, number];
  if (mine !== theirs) return mine > theirs;
  const order = compare(known.origin, told.origin);
  return isFirstKept(key, known) ? order <= 0 : order > 0;
}

/** A source that says again what was put right has nothing new to say. */
const isNewTo = ({ origin }: Saying, told: Saying): boolean =>
  compare(told.origin, origin) > 0 && !wasSaid(origin, told.value);

const wasSaid = ({ instead }: Origin, value: unknown): boolean =>
  instead !== undefined &&
  (isSame(instead.value, value) || (instead.origin !== null && wasSaid(instead.origin, value)));

const isSame = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string'
    ? a.trim().toLowerCase() === b.trim().toLowerCase()
    : a === b;

function weightOf(key: string, { value, origin }: Saying): number {
  // Taken back by a rep or by a newer message is no consent: only who is named for it gives it back.
  if (key.startsWith(CONSENT)) return value === true || isLifting(key, origin) ? 1 : 0;
  if (origin.by === 'rep') return 3;
  if (key === NAME) return completeness(value as CanonicalLead['person']);
  if (key === 'channel') return origin.isSignal ? 0 : 1;
  if (key.startsWith(REF)) return (value as CanonicalLead['refs'][number]).url === undefined ? 0 : 1;
  return 1;
}

/** Whether what counts of the two gives back what one of them, or one before it, withdrew. */
const isLiftedOf = (key: string, ...both: Saying[]): boolean =>
  key.startsWith(CONSENT) && both.some(({ value, origin }) => value === true || origin.lifted);

const lifted = ({ value, origin }: Saying): Saying =>
  value === true ? { value, origin } : { value, origin: { ...origin, lifted: true } };

const isLifting = (key: string, { lifts }: Origin): boolean =>
  lifts?.includes(key.slice(CONSENT.length) as Consent) ?? false;

/** What first brought somebody stays, and what they are called; how they came is said by their last request, of signals by the first. */
const isFirstKept = (key: string, { origin }: Saying): boolean =>
  origin.by !== 'rep' &&
  (key === 'campaign' || key === NAME || (key === 'channel' && origin.isSignal === true));

function compare(a: Origin, b: Origin): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.received === b.received ? 0 : a.received < b.received ? -1 : 1;
}

function recordOf(facts: Facts, kind: CanonicalLead['kind']): CanonicalLead {
  // Lists have what was told last at their end.
  const inOrder = [...facts].toSorted(([, a], [, b]) => compare(a.origin, b.origin));
  const listed = <T>(prefix: string): T[] =>
    inOrder.flatMap(([key, { value }]) => (key.startsWith(prefix) ? [value as T] : []));
  const group = (name: (typeof GROUPS)[number]) =>
    Object.fromEntries(
      inOrder.flatMap(([key, { value }]) =>
        key.startsWith(`${name}.`) && !key.startsWith(ANSWER) ? [[key.slice(name.length + 1), value]] : [],
      ),
    );
  const whole = inOrder.flatMap(([key, { value }]) => (/[.:]/.test(key) ? [] : [[key, value]]));
  const answers = listed<NonNullable<CanonicalLead['discovery']>['answers'][number]>(ANSWER);
  const consent = group('consent');
  const discovery = group('discovery');
  const { name = {}, ...person } = group('person');
  const isDiscovered = answers.length > 0 || Object.keys(discovery).length > 0;
  // Each value was read from a record, and goes back to where it stood.
  return {
    ...Object.fromEntries(whole),
    schema_version: 1,
    kind,
    person: { ...person, ...(name as object) },
    account: group('account'),
    consent: Object.keys(consent).length > 0 ? consent : undefined,
    discovery: isDiscovered ? { ...discovery, answers } : undefined,
    refs: listed(REF),
    tags: listed(TAG),
    signals: [],
  } as CanonicalLead;
}

/** Whoever said most is said once, for all that nobody else said. */
function groupedOrigins(record: CanonicalLead, facts: Facts): Origins {
  const groups = new Map<string, { origin: Origin; of: string[] }>();
  for (const { key, place } of placedFacts(record)) {
    const origin = facts.get(key)?.origin;
    if (origin === undefined) throw new Error(`nobody said ${place}`);
    const name = JSON.stringify(inOneOrder(origin));
    const group = groups.get(name) ?? { origin, of: [] };
    group.of.push(place);
    groups.set(name, group);
  }
  const [most, ...others] = [...groups.values()].toSorted(
    (a, b) => b.of.length - a.of.length || compare(b.origin, a.origin),
  );
  if (most === undefined) throw new Error('a record says nothing at all');
  return [most.origin, ...others.map(({ origin, of }) => ({ ...origin, of: of.sort() }))];
}

const inOneOrder = ({ by, id, at, received, isSignal, lifts, lifted: isLifted, instead }: Origin) =>
  [by, id, at, received, isSignal, lifts, isLifted, instead] as const;

const SIGNAL_OF_CHANNEL: Partial<Record<Channel, SignalType>> = {
  demo_request: 'form_submit',
  pricing_request: 'form_submit',
  website: 'form_submit',
  content: 'content_download',
  webinar: 'webinar_registered',
  chat: 'chat',
  phone: 'call',
};

/** A request says more by its name than by its campaign's. */
const TITLE_OF_CHANNEL: Partial<Record<Channel, string>> = {
  demo_request: 'Demo request',
  pricing_request: 'Pricing request',
};

/** What the lead did, counting what it did by coming to us, where its channel says so. */
export function signalsOf(lead: CanonicalLead, capturedAt: Date): LeadSignal[] {
  const type = lead.channel && SIGNAL_OF_CHANNEL[lead.channel];
  const isTold = lead.signals.some((signal) => signal.type === type);
  if (lead.kind !== 'lead' || !type || isTold) return lead.signals;
  const title = lead.campaign?.form ?? TITLE_OF_CHANNEL[lead.channel ?? 'unknown'] ?? lead.campaign?.name;
  return [...lead.signals, { type, at: capturedAt.toISOString(), title, url: lead.campaign?.landing_page }];
}

/** What somebody did, each once, as it is kept: the freshest first. */
export function freshestFirst(signals: readonly LeadSignal[]): LeadSignal[] {
  const nameOf = ({ type, at, url = '' }: LeadSignal) => `${type} ${Date.parse(at)} ${url}`;
  const firsts = new Map(signals.toReversed().map((signal) => [nameOf(signal), signal]));
  const once = signals.filter((signal) => firsts.get(nameOf(signal)) === signal);
  return once.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
