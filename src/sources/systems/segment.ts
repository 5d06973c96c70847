import { type Adapter, type Found, signature, unknownEvent } from '../adapter.ts';
import { type Field, fieldsOf, leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { bearerToken } from '../tokens.ts';

/** Messages of Segment's spec, which RudderStack speaks as well. https://segment.com/docs/connections/spec/common/ */
const readStream =
  (system: string): Adapter['read'] =>
  (body) => {
    const batch = recordsAt(body, 'batch');
    const messages = batch.length > 0 ? batch : [body].flat();
    return messages.map((message) => readMessage(message, system));
  };

export const segment: Adapter = {
  proof: signature({ header: 'X-Signature', algorithm: 'sha1' }),
  read: readStream('segment'),
};

export const rudderstack: Adapter = { proof: bearerToken, read: readStream('rudderstack') };

/** What properties of an event are called that say nothing of a person. */
const OF_AN_EVENT = new Set([
  'title',
  'name',
  'url',
  'path',
  'referrer',
  'search',
  'category',
  'label',
  'value',
]);

function readMessage(message: unknown, system: string): Found {
  const type = textAt(message, 'type');
  const signal = signalOf(message, type);
  if (signal === null) return unknownEvent(message, type);
  const told = type === 'track' ? traitFields(at(message, 'properties')) : [];
  const fields = [
    ...traitFields(at(message, 'traits')),
    ...traitFields(at(message, 'context', 'traits')),
    ...told.filter(({ name = '' }) => !OF_AN_EVENT.has(name)),
  ];
  const { discovery: _answers, ...lead } = leadFromFields(fields);
  const isNamed = isRecord(lead.person) && lead.person.email !== undefined;
  const isRequest = isNamed && type === 'track' && isAsking(textAt(message, 'event') ?? '');
  return {
    item: message,
    lead: {
      ...lead,
      id: textAt(message, 'messageId'),
      // A visitor nobody can name is no lead. Once they are named, what they do is theirs.
      kind: isRequest ? 'lead' : isNamed ? 'signal' : 'update',
      channel: isRequest ? 'demo_request' : undefined,
      occurred_at: at(message, 'timestamp') ?? at(message, 'originalTimestamp'),
      refs: (['userId', 'anonymousId'] as const).flatMap((name) => {
        const id = textAt(message, name);
        return id === undefined ? [] : [{ system, type: name === 'userId' ? 'profile' : 'anonymous', id }];
      }),
      campaign: {
        ...(isRecord(lead.campaign) ? lead.campaign : {}),
        utm_source: textAt(message, 'context', 'campaign', 'source'),
        utm_medium: textAt(message, 'context', 'campaign', 'medium'),
        utm_campaign: textAt(message, 'context', 'campaign', 'name'),
        landing_page: type === 'page' ? undefined : textAt(message, 'context', 'page', 'url'),
      },
      signals: signal === 'none' ? [] : [signal],
    },
  };
}

/** `company` is a text or an object with a name. */
function traitFields(traits: unknown): Field[] {
  if (!isRecord(traits)) return [];
  const { company, ...rest } = traits;
  const ofCompany = isRecord(company)
    ? fieldsOf(company).map((field) => ({ ...field, name: field.name === 'name' ? 'company' : field.name }))
    : [{ name: 'company', value: company }];
  return [...fieldsOf(rest), ...ofCompany];
}

/** What they did; none for who they are; null for what says nothing of a person. */
function signalOf(message: unknown, type: string | undefined): Record<string, unknown> | 'none' | null {
  const time = at(message, 'timestamp') ?? at(message, 'originalTimestamp');
  switch (type) {
    case 'identify':
      return 'none';
    case 'track': {
      const event = textAt(message, 'event');
      return event === undefined ? null : { type: typeOfEvent(event), at: time, title: event };
    }
    case 'page':
    case 'screen': {
      const url = textAt(message, 'properties', 'url') ?? textAt(message, 'context', 'page', 'url');
      const title = textAt(message, 'name') ?? textAt(message, 'properties', 'title') ?? 'Page';
      const isPricing = /pricing|preise|tarif/i.test(`${url ?? ''} ${title}`);
      return { type: isPricing ? 'pricing_view' : 'page_view', at: time, title, url };
    }
    default:
      return null;
  }
}

const isAsking = (event: string): boolean =>
  /\b(demo|sales|contact|quote)\b.*\b(request(ed)?|submitted|sales)\b|\brequest(ed)?\b.*\b(demo|quote)\b/i.test(
    event.replaceAll('_', ' '),
  );

function typeOfEvent(event: string): string {
  const words = event.replaceAll('_', ' ').toLowerCase();
  if (/\bform\b|submitted/.test(words)) return 'form_submit';
  if (/download/.test(words)) return 'content_download';
  if (/trial/.test(words)) return 'trial_start';
  return /email.*(open)/.test(words)
    ? 'email_open'
    : /email.*click/.test(words)
      ? 'email_click'
      : 'product_event';
}
