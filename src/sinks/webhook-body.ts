import * as z from 'zod';
import { OUTCOME_TYPES } from '#domain/outcome-types.ts';
import { LEGS } from '#domain/settings-shapes.ts';
import type { Telling } from './sink.ts';

/** What a webhook is told: docs/outcomes-webhook.md shows this schema. Fields may be added; what one means changes with `version`. */

export const WEBHOOK_VERSION = 1;

const text = (says: string) => z.string().nullable().describe(says);
const instant = (says: string) => z.iso.datetime().nullable().describe(says);
const somebody = (says: string) =>
  z.strictObject({ name: z.string(), email: z.string() }).nullable().describe(says);
const consent = z.boolean().nullable();

export const webhookBody = z.strictObject({
  type: z.enum(OUTCOME_TYPES.map((type) => `handoff.${type}` as const)).describe('What happened'),
  timestamp: z.iso.datetime().describe('When it happened'),
  data: z.strictObject({
    version: z.literal(WEBHOOK_VERSION).describe('Of these fields'),
    id: z.string().describe('Of what happened; the same as `webhook-id`, and at every try'),
    handoff_id: text('Of the handoff it happened to'),
    leg: z.enum(LEGS).nullable().describe('Which passing the handoff is'),
    lead: z.strictObject({
      id: z.string().describe('Our id of the lead'),
      source: z.string().describe('The id of the source it came from first'),
      stage: text('How far it is'),
      refs: z
        .array(z.strictObject({ system: z.string(), type: z.string(), id: z.string() }))
        .describe('Its records in other tools'),
      email: text('The address of the person'),
      name: text('The name of the person'),
      company: text('The name of the company'),
      domain: text('The domain of the company'),
      campaign: text('The campaign it came by'),
      utm_source: text('As the link said'),
      utm_medium: text('As the link said'),
      utm_campaign: text('As the link said'),
      gclid: text('The click on an ad of Google'),
      consent: z
        .strictObject({ do_not_call: consent, do_not_contact: consent, unsubscribed: consent })
        .describe('What the person must not be asked; null is unknown'),
    }),
    owner: somebody('Whose the lead is by it'),
    by: somebody('Who said so; null where no person of yours did'),
    reason: text('The code of the reason'),
    reason_words: text('The reason in words'),
    note: text('What was written with it'),
    channel: text('Of a response: how'),
    clock: text('Of a missed deadline: which'),
    amount: z.number().nullable().describe('Of the deal'),
    currency: text('Of the amount'),
    close_on: text('The day the deal is expected to close'),
    sub_stage: text('Of the deal'),
    competitor: text('Who won instead'),
    until: instant('Until when the lead rests'),
  }),
});
export type WebhookBody = z.output<typeof webhookBody>;

/** Whoever is forgotten is named by ids alone, so that others can forget them too. */
export function webhookBodyOf(telling: Telling): WebhookBody {
  const { id, outcome, handoffId, people, reasonWords } = telling;
  const { type, detail } = outcome;
  const person = (personId: string | null | undefined) => people.get(personId ?? '') ?? null;
  return {
    type: `handoff.${type}`,
    timestamp: outcome.at.toISOString(),
    data: {
      version: WEBHOOK_VERSION,
      id,
      handoff_id: handoffId,
      leg: detail.leg ?? null,
      lead: leadOf(telling),
      owner: person(detail.ownerId),
      by: person(detail.byId),
      reason: detail.reason ?? null,
      reason_words: reasonWords,
      note: detail.note ?? null,
      channel: detail.channel ?? null,
      clock: detail.clock ?? null,
      amount: detail.amount ?? null,
      currency: detail.currency ?? null,
      close_on: detail.closeOn ?? null,
      sub_stage: detail.subStage ?? null,
      competitor: detail.competitor ?? null,
      until: detail.until ?? null,
    },
  };
}

function leadOf({ lead, outcome }: Telling): WebhookBody['data']['lead'] {
  const { id, sourceId, stage, record } = lead;
  const known = outcome.type === 'forgotten' ? null : record;
  return {
    id,
    source: sourceId,
    stage,
    refs: record.refs.map(({ system, type, id: ref }) => ({ system, type, id: ref })),
    email: known?.person.email ?? null,
    name: known && nameOf(known.person),
    company: known?.account.name ?? null,
    domain: known?.account.domain ?? null,
    campaign: known?.campaign?.name ?? null,
    utm_source: known?.campaign?.utm_source ?? null,
    utm_medium: known?.campaign?.utm_medium ?? null,
    utm_campaign: known?.campaign?.utm_campaign ?? null,
    gclid: known?.campaign?.gclid ?? null,
    consent: {
      do_not_call: known?.consent?.do_not_call ?? null,
      do_not_contact: known?.consent?.do_not_contact ?? null,
      unsubscribed: known?.consent?.unsubscribed ?? null,
    },
  };
}

function nameOf({ full_name, first_name, last_name }: Telling['lead']['record']['person']): string | null {
  return full_name ?? ([first_name, last_name].filter(Boolean).join(' ') || null);
}
