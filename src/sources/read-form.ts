import type { CanonicalLead } from '#domain/lead.ts';
import type { Source } from '#domain/settings.ts';
import { fieldsOf, leadFromFields } from './fields-by-name.ts';
import { type ItemResult, namesSomebody, type ReadableSource, readItems } from './read-items.ts';
import { isRecord } from './record.ts';

/**
 * Reads what a visitor's page sends: one lead, by the mapping of its source where it has one, else in our own JSON or by what
 * people call its fields. Anybody may send it, so only what a form asks a visitor is taken; the rest a tool says that can
 * prove itself.
 */
export async function readForm(source: ReadableSource, body: unknown, receivedAt: Date): Promise<ItemResult> {
  const isMapped = source.settings.format === 'mapped';
  const settings: Source = { ...source.settings, format: isMapped ? 'mapped' : 'canonical' };
  const mapping = isMapped ? source.mapping : { ...source.mapping, items: null, when: null, fields: [] };
  const told = isMapped ? body : asLead(body);
  const [result, ...more] = await readItems({ settings, mapping }, told, receivedAt);
  if (!result || more.length > 0) return refuse(body, 'expected one lead');
  if (!result.ok || result.ignored) return result;
  if (result.lead.kind !== 'lead') return refuse(body, 'expected a lead');
  const lead = asForm(result.lead, settings);
  if (!namesSomebody(lead)) return refuse(body, 'expected an e-mail address or a phone number');
  return { ...result, lead };
}

const refuse = (raw: unknown, problem: string): ItemResult => ({
  ok: false,
  key: null,
  raw,
  problems: [{ path: '', problem }],
});

/** Names of fields that are no question to the visitor. */
const PLAIN = ['id', 'channel'] as const;
const SUBMISSION_IDS = ['submission_id', 'submissionId'];

function asLead(body: unknown): unknown {
  if (!isRecord(body) || isRecord(body.person)) return body;
  const own = new Set<string>([...PLAIN, ...SUBMISSION_IDS]);
  const fields = fieldsOf(body).filter(({ name = '' }) => !own.has(name));
  const plain = PLAIN.map((name) => [name, body[name]] as const);
  const submission = SUBMISSION_IDS.map((name) => body[name]).find((id) => id !== undefined);
  return { ...leadFromFields(fields), ...Object.fromEntries(plain), ...(submission && { id: submission }) };
}

/** What a form may say: who somebody is and what they want, nothing of what we have with them, and that they want less of us. */
function asForm(lead: CanonicalLead, { defaults }: Source): CanonicalLead {
  const { do_not_call, do_not_contact, unsubscribed } = lead.consent ?? {};
  const isLess = do_not_call || do_not_contact || unsubscribed;
  return {
    ...lead,
    occurred_at: undefined,
    refs: [],
    account: {
      ...lead.account,
      existing_customer: undefined,
      open_opportunity: undefined,
      abm_tier: undefined,
    },
    temperature: defaults.temperature,
    score: undefined,
    signals: [],
    meeting: undefined,
    opportunity: undefined,
    activity: undefined,
    owner_email: undefined,
    consent: isLess
      ? {
          do_not_call: do_not_call || undefined,
          do_not_contact: do_not_contact || undefined,
          unsubscribed: unsubscribed || undefined,
        }
      : undefined,
  };
}
