import type { OutcomeState } from './outcome-state.ts';
import type { ByHand, SinkFieldKey } from './sink-systems.ts';
import type { FieldChange } from './sink-writes.ts';

/** What is written into a record of a tool, by what it should show, what it shows, and what we wrote last. Pure. */

/** A field that an account has, as far as this has to know. */
export type FieldOfTool = {
  name: string;
  label: string;
  type: 'text' | 'number' | 'date' | 'datetime' | 'choice' | 'other';
  options: readonly { value: string; label: string }[];
  isReadOnly: boolean;
};

/** What a part of the state is called in the tool. */
export type Wanted = { key: SinkFieldKey; field: string; value: string | null };

export type Writing = {
  wanted: readonly Wanted[];
  fields: readonly FieldOfTool[];
  /** What stands there now. */
  current: Readonly<Record<string, string | null>>;
  /** What we wrote last. */
  written: Readonly<Record<string, string | null>>;
  byHand: (key: SinkFieldKey) => ByHand;
  /** Values of the stage in their order; none is gone back to an earlier one. Empty where it may. */
  stageOrder: readonly string[];
};

export type PlannedFields = {
  changes: FieldChange[];
  /** What is left as it is, or cannot be written, in words. */
  notes: string[];
};

/** Plans one write. What stands there already is not written again. */
export function planFields({ wanted, fields, current, written, byHand, stageOrder }: Writing): PlannedFields {
  const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  const changes: FieldChange[] = [];
  const notes: string[] = [];
  for (const { key, field: name, value } of wanted) {
    const field = byName.get(name.toLowerCase());
    if (field === undefined) {
      if (value !== null) notes.push(`there is no field ${name}`);
      continue;
    }
    if (field.isReadOnly) {
      notes.push(`the field ${field.label} cannot be written`);
      continue;
    }
    const to = value === null ? null : valueIn(field, value);
    if (to === undefined) {
      notes.push(`${field.label} has no option ${value}`);
      continue;
    }
    const from = current[field.name] ?? null;
    if (isSame(field, from, to)) continue;
    if (key === 'stage' && isBackwards(from, to, { stageOrder, options: field.options })) {
      notes.push(`${field.label} stays ${labelOf(field, from)}: it would go back`);
      continue;
    }
    const before = written[field.name];
    const isByHand = before !== undefined && !isSame(field, from, before);
    if (isByHand && byHand(key) === 'keep') {
      notes.push(`${field.label} stays ${labelOf(field, from)}: it was changed there`);
      continue;
    }
    if (isByHand) notes.push(`${field.label} was ${labelOf(field, from)}, changed there, and is ours again`);
    changes.push({ field: field.name, from, to });
  }
  return { changes, notes };
}

/** A value as the field takes it; undefined where it takes no such value. */
export function valueIn({ type, options }: FieldOfTool, value: string): string | undefined {
  if (type !== 'choice') return value;
  const meant = folded(value);
  const found =
    options.find((option) => option.value === value) ??
    options.find((option) => folded(option.value) === meant || folded(option.label) === meant);
  return found?.value;
}

const folded = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Whether two values say the same; tools write numbers and instants in ways of their own. */
export function isSame({ type }: Pick<FieldOfTool, 'type'>, a: string | null, b: string | null): boolean {
  const [one, other] = [a ?? '', b ?? ''];
  if (one === other) return true;
  if (one === '' || other === '') return false;
  switch (type) {
    case 'number':
      return Number(one) === Number(other);
    case 'date':
      return one.slice(0, 10) === other.slice(0, 10);
    case 'datetime':
      // Tools keep seconds.
      return Math.abs(Date.parse(one) - Date.parse(other)) < 1_000;
    default:
      return one.trim() === other.trim();
  }
}

function isBackwards(
  from: string | null,
  to: string | null,
  { stageOrder, options }: { stageOrder: readonly string[]; options: FieldOfTool['options'] },
): boolean {
  const places = stageOrder.map((stage) => valueIn({ ...ANY_CHOICE, options }, stage) ?? stage);
  const [before, after] = [places.indexOf(from ?? ''), places.indexOf(to ?? '')];
  return before !== -1 && after !== -1 && after < before;
}

const ANY_CHOICE = { name: '', label: '', type: 'choice', isReadOnly: false } as const;

const labelOf = ({ options }: FieldOfTool, value: string | null): string =>
  value === null || value === '' ? 'empty' : (options.find((one) => one.value === value)?.label ?? value);

/** The words of people and tools for parts of a state. */
export type Naming = {
  fields: Readonly<Partial<Record<SinkFieldKey, string | null>>>;
  status: Readonly<Partial<Record<NonNullable<OutcomeState['status']>, string>>>;
  stage: Readonly<Partial<Record<NonNullable<OutcomeState['stage']>, string>>>;
  /** The tool's id of a person of ours; null where it knows none of that address. */
  userOf: (personId: string) => string | null;
  nameOf: (personId: string) => string;
  reasonOf: (code: string) => string;
  source: string;
  leadId: string;
};

/** What the record should show by a state, in the tool's fields; what nothing says is left out. */
export function wantedBy(state: OutcomeState, naming: Naming): Wanted[] {
  const { ownerId, status, stage, reason } = state;
  const owner = ownerId === undefined ? undefined : ownerId && naming.userOf(ownerId);
  const said: Partial<Record<SinkFieldKey, string | null | undefined>> = {
    status: status && naming.status[status],
    stage: stage && naming.stage[stage],
    // Whom the tool does not know cannot own anything there; that nobody has it empties nothing.
    owner: owner ?? undefined,
    owner_name: ownerId ? naming.nameOf(ownerId) : undefined,
    reason: reason === null ? null : reason && naming.reasonOf(reason),
    source: naming.source,
    lead_id: naming.leadId,
    accepted_at: state.acceptedAt?.toISOString(),
    responded_at: state.respondedAt?.toISOString(),
    rejected_at: state.rejectedAt?.toISOString(),
    meeting_at: state.meetingAt?.toISOString(),
    qualified_at: state.qualifiedAt?.toISOString(),
    closed_at: state.closedAt?.toISOString(),
    recycle_on: state.recycleOn,
    amount: state.amount?.toString(),
    currency: state.currency,
    close_on: state.closeOn,
    breaches: state.breaches?.toString(),
  };
  return Object.entries(said).flatMap(([name, value]) => {
    const key = name as SinkFieldKey; // the keys above
    const field = naming.fields[key];
    return field && value !== undefined ? [{ key, field, value }] : [];
  });
}
