import { createHash } from 'node:crypto';
import { type DeliveryRow, insertDelivery, outcomeOf, retireKey } from '#db/deliveries.ts';
import { leaveDelivery, takenAtOnce } from '#db/leases.ts';
import { companyAt } from '#domain/accounts.ts';
import { bookingFor } from '#domain/book.ts';
import { startOfDay } from '#domain/day.ts';
import { emailDomain } from '#domain/email-domains.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { nextQuestion } from '#domain/next-question.ts';
import type { QualifyRules } from '#domain/settings.ts';
import { storable } from '#domain/storable.ts';
import type { Core } from '#src/core/core.ts';
import { awhile, rest } from '#src/core/deadline.ts';
import type { RateLimits } from '#src/core/rate-limits.ts';
import { offerUnseen } from '#src/handoff/dispatch.ts';
import type { Answer, FormAsked } from '#src/process/server.ts';
import { parseBody } from '#src/sources/body.ts';
import type { ReadySource } from '#src/sources/open-sources.ts';
import { readForm } from '#src/sources/read-form.ts';
import { type FindSource, intakeDelivery } from './read-delivery.ts';
import { SAME_BODY_HOURS } from './receive.ts';

/** A page that asks, while its visitor waits, whether they may choose a time. Anybody may ask, so little is answered. */

/** A visitor waits no longer; what takes longer is taken in all the same. */
const ANSWER_MS = 2_000;
const LOOK_AGAIN_MS = 25;
/** For so long a browser need not ask anew whether it may ask. */
const PREFLIGHT_SECONDS = 600;

/** Whether a page of this origin may ask: what its browser asks before it does. */
export async function preflight(findSource: FindSource, asked: FormAsked): Promise<Answer> {
  const found = await findAsked(findSource, asked);
  if ('status' in found) return found;
  const headers = {
    ...found.headers,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': `${PREFLIGHT_SECONDS}`,
  };
  return { status: 204, headers, text: '', contentType: 'text/plain' };
}

/**
 * Answers a visitor's form: the calendar of whoever has the lead now, or none. The delivery is stored first, and taken in by
 * what reads every other; what of it fails or takes too long, the queue goes on with. No answer says why.
 */
export async function qualify(
  core: Core,
  findSource: FindSource,
  limits: RateLimits,
  asked: FormAsked & { contentType: string | undefined; body: Buffer },
): Promise<Answer> {
  const found = await findAsked(findSource, asked);
  if ('status' in found) return found;
  const { source, rules, headers } = found;
  const now = core.now();
  const end = performance.now() + ANSWER_MS;
  const { id: sourceId } = source.settings;
  const limited = (key: string, rate: QualifyRules['per_address']): Answer | null => {
    const seconds = limits.take(`${sourceId} ${key}`, rate, now);
    return seconds === 0
      ? null
      : { ...NO_BOOK, status: 429, headers: { ...headers, 'retry-after': `${seconds}` } };
  };

  const tooMany = limited(`address ${asked.address}`, rules.per_address);
  if (tooMany) return tooMany;
  const lead = await readAsked(source, asked, now);
  if (lead === null) return { ...NO_BOOK, headers };
  const tooManyAlike = limited(`domain ${domainOf(core, lead)}`, rules.per_domain);
  if (tooManyAlike) return tooManyAlike;

  const { contentType, body } = asked;
  const delivery = await store(core, { sourceId, contentType, body, now });
  const outcome = { sourceId, key: delivery.key, itemKey: lead.id ?? null };
  const book = await bookInTime(core, findSource, { delivery, outcome, end });
  const { settings } = core.inForce();
  const ask = book === null ? nextQuestion(settings, { record: lead, sourceId }, rules.ask) : null;
  return { status: 200, headers, body: { book, ...(ask && { ask }) } };
}

const NO_BOOK = { status: 200, body: { book: null } };

type Found = { source: ReadySource; rules: QualifyRules; headers: Record<string, string> };

/** The source a page may ask, or what it is answered that may not. */
async function findAsked(findSource: FindSource, { sourceId, origin }: FormAsked): Promise<Found | Answer> {
  const source = await findSource(sourceId);
  const rules = source?.settings.qualify;
  if (!source || !rules) return { ...NO_BOOK, status: 404 };
  if (origin === undefined || !rules.origins.includes(origin)) return { ...NO_BOOK, status: 403 };
  return { source, rules, headers: { 'access-control-allow-origin': origin, vary: 'Origin' } };
}

/** The lead a page sends; null where nobody can be made out of it, which is not kept: anybody may send anything. */
async function readAsked(
  source: ReadySource,
  { contentType, body }: { contentType: string | undefined; body: Buffer },
  now: Date,
): Promise<CanonicalLead | null> {
  const parsed = await parseBody(contentType, body);
  if (!parsed.ok) return null;
  const read = await readForm(source, storable(parsed.value), now);
  return read.ok && !read.ignored ? read.lead : null;
}

/** Who is counted together: a company, else whoever has the address. */
function domainOf(core: Core, { person }: CanonicalLead): string {
  const { email, phone } = person;
  const domain = email === undefined ? null : emailDomain(email);
  const company = domain === null ? null : companyAt(core.inForce().settings, domain);
  return company ?? email?.toLowerCase() ?? phone?.replaceAll(/\D/g, '') ?? '';
}

type Stored = {
  key: string /** Null where it is stored already, and somebody else reads it. */;
  row: DeliveryRow | null;
};

/** Stores what is asked, for nobody else to read while its visitor waits. */
async function store(
  core: Core,
  {
    sourceId,
    contentType,
    body,
    now,
  }: { sourceId: string; contentType: string | undefined; body: Buffer; now: Date },
): Promise<Stored> {
  // Apart from what a tool sends: the same bytes with its proof say more.
  const key = `form:sha256:${createHash('sha256').update(body).digest('hex')}`;
  await retireKey(core.db, sourceId, key, new Date(now.getTime() - SAME_BODY_HOURS * 3_600_000));
  const delivery = {
    id: core.newId(),
    sourceId,
    key,
    contentType: contentType ?? null,
    body,
    receivedAt: now,
    answerBy: new Date(now.getTime() + ANSWER_MS),
    tries: 1,
  };
  const timeZone = core.inForce().settings.workspace.time_zone;
  const mine = { ...delivery, takenUntil: takenAtOnce };
  const isNew = await insertDelivery(core.db, mine, startOfDay({ timeZone }, now));
  return {
    key,
    row: isNew ? { ...delivery, readAt: null, takenUntil: null, repeats: 0, repeatedAt: null } : null,
  };
}

type Outcome = Parameters<typeof outcomeOf>[1];

/** Takes it in, and answers the calendar that its visitor may be shown; null where that takes too long or fails. */
async function bookInTime(
  core: Core,
  findSource: FindSource,
  { delivery: { row }, outcome, end }: { delivery: Stored; outcome: Outcome; end: number },
): Promise<string | null> {
  let book: string | null = null;
  let isLate = false;
  const answer = async () => {
    if (row !== null) await intakeDelivery(core, findSource, row);
    const leads = await outcomeUntil(core, outcome, end);
    // Whoever was shown no calendar chooses no time.
    if (isLate && row !== null) for (const { handoff } of leads) await offerUnseen(core, handoff.id);
    const { settings } = core.inForce();
    book = leads.map((one) => bookingFor(settings, one)).find((url) => url !== null) ?? null;
  };
  const leave = (error: unknown) => {
    core.noteFailure(error, 'a form could not be answered; what is left of it the queue does');
    if (row === null) return;
    const free = leaveDelivery(core.db, row.id, 0).then(() => core.queue.wake('intake'));
    // Else it is free when its lease is over.
    free.catch((unfreed: unknown) => core.noteFailure(unfreed, 'a form is taken in again in a moment'));
  };
  await awhile(end - performance.now(), answer(), leave);
  isLate = true;
  return book;
}

/** What became of a form, which another request may be taking in just now. */
async function outcomeUntil(core: Core, of: Outcome, end: number) {
  for (;;) {
    const { isRead, leads } = await outcomeOf(core.db, of);
    if (isRead || performance.now() >= end) return isRead ? leads : [];
    await rest(LOOK_AGAIN_MS);
  }
}
