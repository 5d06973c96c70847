import type { CanonicalLead } from './lead.ts';
import { placedFacts } from './merge-lead.ts';
import { type OutcomeState, stateAfter } from './outcome-state.ts';
import type { Outcome } from './outcomes.ts';
import { RECORDS_OF_SEVERAL, recordKey } from './record-key.ts';
import type { FieldChange } from './sink-writes.ts';

/** Whether what a CRM tells us is what we wrote there ourselves, so that nothing goes round between the two. Pure. */

/** What a delivery says of a record of a CRM, in its own fields. */
export type ToldFields = {
  record: Pick<CanonicalLead['refs'][number], 'system' | 'type' | 'id'>;
  /** Which of its fields changed, of a record that was made all that were set; or the whole of it, of which nobody says what changed. */
  says: 'changed' | 'made' | 'whole';
  values: Record<string, string | null>;
  /** Where the CRM says that somebody did it there. */
  isByHand: boolean;
};

/** What we wrote into a record, or are writing: the answer may be slower than the news of it. */
export type WrittenRecord = {
  recordType: string | null;
  recordId: string | null;
  written: Readonly<Record<string, string | null>>;
  writing: readonly FieldChange[] | null;
};

/** What was written, and when: news of it may come when something else has been written since. */
export type PastWrite = { field: string; value: string | null; at: Date };

export type Ours = {
  /** Of the lead, in this CRM. */
  records: readonly WrittenRecord[];
  past: readonly PastWrite[];
  outcomes: readonly (Outcome & { at: Date; dueAt: Date })[];
  /** What was known of the lead up to now, and what would be with what is told. */
  known: CanonicalLead;
  after: CanonicalLead;
  /** Of whom our outcomes say that they have the lead. */
  ownerEmail: string | null;
};

/** `known`: it says something else beside what we wrote, but asks for nothing. */
export type Echo = 'own' | 'known' | 'news';

/** A CRM and we may have clocks of our own, and its news say when it happened there. */
export const SOON_MS = 2 * 60_000;

/**
 * What was changed to what we wrote last, and nothing else, is ours. What somebody changed to something that we wrote once is news; what
 * they changed back to what we wrote last is told from ours only where the CRM says who did it.
 */
export function echoIn(fields: ToldFields, told: CanonicalLead, ours: Ours): Echo {
  if (fields.isByHand || !TOLD_OF.has(told.kind) || told.merged || told.signals.length > 0) return 'news';
  const at = told.occurred_at === undefined ? null : Date.parse(told.occurred_at);
  if (RECORDS_OF_SEVERAL.includes(fields.record.type.toLowerCase()))
    return ours.records.length > 0 && isOurDeal(fields, told, ours, at) ? 'own' : 'news';
  const mine = ours.records.filter((one) => isRecord(one, fields.record));
  const isOurs = (field: string, value: string | null) =>
    mine.some((one) => wroteLast(one, field, value)) || wroteAt(ours.past, { field, value, at });
  if (fields.says === 'changed') {
    const changed = Object.entries(fields.values).filter(([field]) => !COUNTED.test(field));
    return mine.length > 0 && changed.every(([field, value]) => isOurs(field, value)) ? 'own' : 'news';
  }
  if (isConversion(fields, ours)) return 'known';
  if (fields.says === 'made' || mine.length === 0) return 'news';
  const shown = Object.entries(fields.values).filter(([field]) => mine.some((one) => hasWritten(one, field)));
  if (!shown.every(([field, value]) => isOurs(field, value))) return 'news';
  const isOurOwner = shown.some(([field]) => field === OWNER_FIELD) || isOwner(told, ours);
  if (isOurOwner && newsIn(ours, fields.record).length === 0) return 'own';
  return shown.length > 0 ? 'known' : 'news';
}

const TOLD_OF: ReadonlySet<CanonicalLead['kind']> = new Set(['lead', 'update']);
/** What a CRM counts and dates by itself when something else changes. */
const COUNTED =
  /^(update_time|stage_change_time|last_.*|next_.*|.*_count|hs_.*(date|time|timestamp)|lastmodifieddate|systemmodstamp)$/i;
const OWNER_FIELD = 'OwnerId';

/** Sinks name a kind of records in the plural where the CRM's own paths do. */
const isRecord = ({ recordType, recordId }: WrittenRecord, told: ToldFields['record']): boolean =>
  recordType !== null &&
  recordId !== null &&
  keyOf({ system: told.system, type: recordType, id: recordId }) === keyOf(told);

const keyOf = ({ system, type, id }: ToldFields['record']): string =>
  recordKey({ system, type: type.toLowerCase().replace(/s$/, ''), id });

/** Workflows say `Lead Status` where the API says `Lead_Status`. */
const folded = (name: string): string => name.toLowerCase().replace(/[\s_]/g, '');
/** Fields that somebody made are told by a key that only the CRM knows. */
const KEY = /^[0-9a-f]{40}$/;
const isNamed = (written: string, told: string): boolean =>
  folded(written) === folded(told) || KEY.test(told);

const hasWritten = ({ written, writing }: WrittenRecord, told: string): boolean =>
  [...Object.keys(written), ...(writing ?? []).map(({ field }) => field)].some((field) =>
    isNamed(field, told),
  );

const wroteLast = ({ written, writing }: WrittenRecord, told: string, value: string | null): boolean =>
  Object.entries(written).some(([field, last]) => isNamed(field, told) && isSaid(last, value)) ||
  (writing ?? []).some(({ field, to }) => isNamed(field, told) && isSaid(to, value));

const wroteAt = (
  past: readonly PastWrite[],
  { field, value, at }: { field: string; value: string | null; at: number | null },
): boolean =>
  at !== null &&
  past.some(
    (one) =>
      isNamed(one.field, field) && isSaid(one.value, value) && Math.abs(one.at.getTime() - at) <= SOON_MS,
  );

/** Whether two say the same: CRMs write numbers, days and instants in ways of their own. */
function isSaid(a: string | null, b: string | null): boolean {
  const [one, other] = [(a ?? '').trim(), (b ?? '').trim()];
  if (one === other) return true;
  if (one === '' || other === '') return false;
  if (ISO_DAY.test(one) && ISO_DAY.test(other)) {
    return one.length === DAY_LENGTH || other.length === DAY_LENGTH
      ? one.slice(0, DAY_LENGTH) === other.slice(0, DAY_LENGTH)
      : Math.abs(Date.parse(one) - Date.parse(other)) < 1_000;
  }
  return Number(one) === Number(other);
}

const ISO_DAY = /^\d{4}-\d\d-\d\d(T|$)/;
const DAY_LENGTH = 10;

const isOwner = ({ owner_email }: CanonicalLead, { known, ownerEmail }: Ours): boolean =>
  owner_email === undefined ||
  [known.owner_email, ownerEmail].some((email) => email?.toLowerCase() === owner_email.toLowerCase());

/** Of these a CRM's news of one change differ from those of the next. */
const PASSING: ReadonlySet<string> = new Set(['id', 'occurred_at', 'owner_email']);

/** What was not known. That it is the record into which we write is known. */
function newsIn({ known, after }: Ours, record: ToldFields['record']): string[] {
  const before = new Map(placedFacts(known).map(({ key, value }) => [key, JSON.stringify(value)]));
  return placedFacts(after).flatMap(({ key, value }) => {
    const isRecordItself = key === `refs:${recordKey(record)}`;
    const isKnown = before.get(key) === JSON.stringify(value);
    return PASSING.has(key) || isRecordItself || isKnown ? [] : [key];
  });
}

/** A lead of ours that was converted, or the contact it became: who it is was known. */
function isConversion({ record, says, values }: ToldFields, ours: Ours): boolean {
  if (says !== 'whole') return false;
  const isOfOurs = (type: string) =>
    ours.records.some(({ recordType }) => recordType?.toLowerCase() === type);
  const isContact = record.type.toLowerCase() === 'contact';
  if (record.type.toLowerCase() === 'lead') {
    const isConverted = values.IsConverted === 'true' || (values.ConvertedContactId ?? null) !== null;
    return isConverted && (isOfOurs('lead') || isOfOurs('contact'));
  }
  return isContact && isOfOurs('lead') && newsIn(ours, record).every((key) => key.startsWith('refs:'));
}

/** Whether a deal is as our outcomes have it now, or had it when that happened. Where people have it, and who, is theirs. */
function isOurDeal({ says }: ToldFields, told: CanonicalLead, ours: Ours, at: number | null): boolean {
  const { opportunity } = told;
  if (opportunity === undefined || !isOwner(told, ours)) return false;
  const isStageKnown =
    says === 'made' || opportunity.status !== 'open' || opportunity.stage === ours.known.opportunity?.stage;
  const then = ours.outcomes.filter(({ dueAt }) => at !== null && dueAt.getTime() <= at);
  return (
    isStageKnown && [stateAfter(ours.outcomes), stateAfter(then)].some((state) => isWorth(opportunity, state))
  );
}

const STATUSES: Partial<Record<NonNullable<OutcomeState['status']>, string>> = {
  ...{ opportunity: 'open', won: 'won', lost: 'lost' },
};

function isWorth(
  { status, amount, currency, close_on }: NonNullable<CanonicalLead['opportunity']>,
  state: OutcomeState,
): boolean {
  const ours = state.status === undefined ? undefined : STATUSES[state.status];
  const closed = state.closedAt?.toISOString().slice(0, DAY_LENGTH);
  return (
    ours === status &&
    (amount === state.amount || !amount) &&
    (!amount || currency === undefined || currency === state.currency) &&
    (close_on === undefined || [state.closeOn, closed].includes(close_on.slice(0, DAY_LENGTH)))
  );
}
