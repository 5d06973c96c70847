import type { core } from 'zod';
import { type CanonicalLead, canonicalLeadSchema } from '#domain/lead.ts';
import { fitToLead, type Writing } from './fit.ts';
import { type Problem, phrase } from './problem.ts';
import { readTime } from './read-time.ts';
import { isRecord, nameType } from './record.ts';

export type ReadLead =
  | { ok: true; lead: CanonicalLead; warnings: Problem[] }
  | { ok: false; problems: Problem[] };

/** The leads of a body in the canonical format: one, a list of them, or either in a Standard Webhooks envelope. */
export function unwrapEnvelope(body: unknown): unknown[] {
  if (!isRecord(body) || typeof body.type !== 'string' || !Object.hasOwn(body, 'data')) {
    return Array.isArray(body) ? body : [body];
  }
  const leads = Array.isArray(body.data) ? body.data : [body.data];
  const at = readTime(body.timestamp);
  return leads.map((lead) => (isRecord(lead) && at ? { occurred_at: at, ...lead } : lead));
}

/**
 * Reads a lead whose fields stand where the canonical lead has them, in whatever way they are written. What cannot be
 * read is left out with a warning: a sender's mistake must not cost a lead.
 */
export function readCanonical(raw: unknown, writing: Writing): ReadLead {
  if (!isRecord(raw))
    return { ok: false, problems: [{ path: '', problem: `expected an object, got ${nameType(raw)}` }] };
  const { lead, problems } = fitToLead(raw, writing);
  // A guessed kind would make a card out of a test or a signal.
  if (problems.some(({ path }) => path === 'kind')) return { ok: false, problems };
  // Whoever says that it is no activity means that; where no kind is said, it could be either.
  if (isNoActivity(raw, lead) && lead.activity !== undefined) {
    delete lead.activity;
    problems.push({ path: 'activity', problem: 'only read with kind: activity' });
  }
  leaveOutVagueMeeting(lead, problems);
  const parsed = canonicalLeadSchema.safeParse(lead);
  return parsed.success
    ? { ok: true, lead: parsed.data, warnings: problems }
    : { ok: false, problems: [...problems, ...parsed.error.issues.map(describe)] };
}

const isNoActivity = (raw: Record<string, unknown>, { kind }: Record<string, unknown>): boolean =>
  typeof raw.kind === 'string' && kind !== undefined && kind !== 'activity';

/** A meeting whose status was guessed would stop clocks; one that nobody can find again tells nothing. */
function leaveOutVagueMeeting(lead: Record<string, unknown>, problems: Problem[]): void {
  const { meeting } = lead;
  if (!isRecord(meeting)) return;
  const isUnclear = problems.some(({ path }) => path === 'meeting.status');
  const isNamed = meeting.start_at !== undefined || meeting.id !== undefined;
  if (!isUnclear && isNamed) return;
  delete lead.meeting;
  const problem = isUnclear
    ? 'left out, as its status is not known here'
    : 'needs start_at, or the id of one that was told of';
  problems.push({ path: 'meeting', problem });
}

/** Puts a complaint of the schema into words, with its place. */
const describe = ({ path, message }: core.$ZodIssue): Problem => ({
  path: pathText(path),
  problem: phrase(message),
});

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
