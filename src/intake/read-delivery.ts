import { type DeliveryRow, markRead } from '#db/deliveries.ts';
import { dropBody } from '#db/forget.ts';
import { addMinutes } from '#domain/day.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { storable } from '#domain/storable.ts';
import { type Core, transact } from '#src/core/core.ts';
import { isBatch, showBatches } from '#src/routing/batch.ts';
import { glimpse } from '#src/sources/glimpse.ts';
import type { ReadySource } from '#src/sources/open-sources.ts';
import { parseDelivery } from '#src/sources/parse-delivery.ts';
import { readForm } from '#src/sources/read-form.ts';
import { type ItemResult, readItems } from '#src/sources/read-items.ts';
import { isMirrored, noteAccountNews, takeInAccountNews } from './account-news.ts';
import { failureWords, isPassing } from './failed.ts';
import type { ItemOrigin } from './item-origin.ts';
import { leaveAside, quarantine, takeIn } from './take-in.ts';

/** The source with this id; null when the newest settings have none. */
export type FindSource = (sourceId: string) => Promise<ReadySource | null>;

/** What a rep did, and a test, are no leads that lie in a batch. */
const MAKES_LEADS: ReadonlySet<CanonicalLead['kind']> = new Set(['lead', 'signal']);

/** After so many failures, a pause before each, something is set aside. */
const MOST_TRIES = 3;

/**
 * Reads a stored delivery and takes in what it holds. Safe to run again from anywhere in the middle. What fails again and
 * again, and not because the database is away, is set aside with the reason, and holds up nothing beside it.
 */
export async function intakeDelivery(
  core: Core,
  findSource: FindSource,
  delivery: DeliveryRow,
): Promise<void> {
  const attempt = createAttempt(core, delivery.tries >= MOST_TRIES);
  const whole = originIn(delivery, 0, null);
  let isRead = false;
  const read = async () => {
    isRead = await readAll(core, findSource, delivery, attempt);
  };
  await attempt.run(whole, read, nothingSeen);
  attempt.throwFirst();
  if (!isRead) await transact(core, async ({ tx, now }) => markRead(tx, delivery.id, now));
}

/** What can be seen of what is set aside: who it is, and how urgent. */
type See = () => Promise<CanonicalLead | null>;
const nothingSeen: See = () => Promise.resolve(null);

type Attempt = {
  /** Runs this, and sets the item aside where it fails for good; what is to be tried again is thrown at the end. */
  run: (origin: ItemOrigin, work: () => Promise<void>, see: See) => Promise<void>;
  throwFirst: () => void;
};

function createAttempt(core: Core, isLast: boolean): Attempt {
  const failures: unknown[] = [];
  const setAside = async (origin: ItemOrigin, error: unknown, see: See) => {
    const item = `item ${origin.position} of delivery ${origin.deliveryId}`;
    core.noteFailure(error, `${item} is set aside`);
    const problems = [{ path: '', problem: failureWords(error) }];
    try {
      await quarantine(core, origin, problems, await see());
    } catch (unseen) {
      if (isPassing(unseen)) throw unseen;
      // What fails may be the very thing to be seen.
      core.noteFailure(unseen, `nothing can be shown of ${item}`);
      await quarantine(core, origin, problems, null);
    }
  };
  // A connection that broke does not always say so: nothing is set aside for what is over by now.
  const onceMore: Attempt['run'] = async (origin, work, see) => {
    try {
      await work();
    } catch (error) {
      if (isPassing(error)) throw error;
      await setAside(origin, error, see);
    }
  };
  return {
    run: async (origin, work, see) => {
      try {
        await work();
      } catch (error) {
        if (isPassing(error)) throw error;
        if (isLast) await onceMore(origin, work, see);
        else failures.push(error);
      }
    },
    throwFirst: () => {
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Takes in what it holds; answers whether it was marked as read with the only thing in it. */
async function readAll(
  core: Core,
  findSource: FindSource,
  delivery: DeliveryRow,
  attempt: Attempt,
): Promise<boolean> {
  const { sourceId, receivedAt } = delivery;
  // It was read, and is not kept any longer.
  if (delivery.body === null) return false;
  const source = await findSource(sourceId);
  const isForm = delivery.answerBy !== null;
  const format = (!isForm && source?.settings.format) || 'canonical';
  const parsed = await parseDelivery(format, delivery.contentType ?? undefined, delivery.body);
  if (!source || !parsed.ok) {
    const problem = source ? unreadable(parsed) : `the settings have no source "${sourceId}" any more`;
    await quarantine(core, originIn(delivery, 0, null), [{ path: '', problem }], null);
    return false;
  }
  const body = storable(parsed.value);
  const results = isForm
    ? [await readForm(source, body, receivedAt)]
    : await readItems(source, body, receivedAt);
  const seenOf = (raw: unknown) => glimpse(source, raw, body, receivedAt);
  const lies = !isForm && isBatch(core, sourceId, results.flatMap(broughtBy));
  const [only] = results;
  const isOnly = results.length === 1 && !lies && !(only?.ok && only.ignored);
  for (const [position, result] of results.entries()) {
    // The sender's own id may be what fails.
    const aside = { ...originIn(delivery, position, null), isOnly };
    const work = () => settle(core, delivery, { position, result, isOnly, isBatch: lies, seenOf });
    await attempt.run(aside, work, async () => leadOf(result) ?? (result.ok ? null : seenOf(result.raw)));
  }
  if (lies) await showBatches(core, sourceId);
  if (results.some((result) => leadOf(result)?.kind === 'erasure')) await dropBody(core.db, delivery.id);
  return isOnly;
}

async function settle(
  core: Core,
  delivery: DeliveryRow,
  {
    position,
    result,
    isOnly,
    isBatch,
    seenOf,
  }: {
    position: number;
    result: ItemResult;
    isOnly: boolean;
    isBatch: boolean;
    seenOf: (raw: unknown) => ReturnType<typeof glimpse>;
  },
): Promise<void> {
  const news = result.ok && result.accounts && isMirrored(core, result.accounts) ? result.accounts : null;
  if (result.ok && result.ignored) {
    if (news) await takeInAccountNews(core, originIn(delivery, position, null), news);
    else if (result.why) await leaveAside(core, originIn(delivery, position, null), result.why);
    return;
  }
  if (news && news.ids.length > 0) await noteAccountNews(core, news);
  const holdUntil = holdOf(core, delivery);
  const origin = { ...originIn(delivery, position, result.key), isOnly, isBatch, holdUntil };
  if (result.ok) await takeIn(core, origin, result.lead, result.warnings, result.fields);
  else await quarantine(core, origin, result.problems, await seenOf(result.raw));
}

/** A visitor who was answered may be choosing a time; one who waited too long was shown no calendar. */
function holdOf(core: Core, { answerBy, sourceId }: DeliveryRow): Date | null {
  const now = core.now();
  if (answerBy === null || now > answerBy) return null;
  const rules = core.inForce().settings.sources.find(({ id }) => id === sourceId)?.qualify;
  return rules === undefined ? null : addMinutes(now, rules.hold.amount);
}

const leadOf = (result: ItemResult): CanonicalLead | null =>
  result.ok && !result.ignored ? result.lead : null;

function broughtBy(result: ItemResult): CanonicalLead[] {
  const lead = leadOf(result);
  return lead && MAKES_LEADS.has(lead.kind) ? [lead] : [];
}

const originIn = (
  { id, sourceId, receivedAt, answerBy }: DeliveryRow,
  position: number,
  key: string | null,
): ItemOrigin => ({
  deliveryId: id,
  sourceId,
  key: key ?? `${id}#${position}`,
  position,
  receivedAt,
  isOnly: false,
  isBatch: false,
  isForm: answerBy !== null,
  holdUntil: null,
});

const unreadable = (parsed: Awaited<ReturnType<typeof parseDelivery>>): string =>
  parsed.ok ? '' : parsed.problem;
