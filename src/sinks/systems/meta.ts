import { OUTCOMES } from '#domain/outcome-types.ts';
import { at, textAt } from '#src/sources/pick.ts';
import { CONVERTING, type Conversion, conversionSink, DAY_MS, refOf } from '../conversions.ts';
import type { SinkAnswer, SinkApi } from '../http.ts';
import type { SinkSystemDefinition } from '../system.ts';
import { SinkAway, SinkRefused } from '../trouble.ts';

/**
 * Leads of instant forms on Facebook and Instagram that sales made something of, by the id that Meta gave them; no address, no number, hashed or not. It hears each
 * once by `event_id` and `event_name`, within 48 hours.
 * https://developers.facebook.com/documentation/ads-commerce/conversions-api/conversion-leads-integration/payload-specification
 */
export const metaSink: SinkSystemDefinition = {
  api: {
    baseUrl: 'https://graph.facebook.com/v23.0',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    grant: 'none',
    // A refusal is always a 400. https://developers.facebook.com/docs/graph-api/guides/error-handling
    meaning: ({ body }) => meaningOf(textAt(body, 'error', 'code') ?? '', at(body, 'error', 'is_transient')),
  },
  needs: ['token_env'],
  options: { dataset_id: 'the dataset (pixel) of the CRM, of its settings in the Events Manager' },
  required: ['dataset_id'],
  hasLog: false,
  hasDeals: false,
  hasSequences: false,
  perSecond: 5,
  events: CONVERTING,
  fields: {},
  words: { status: {}, stage: {} },
  stageOrder: [],
  open: (api, settings) => {
    const path = `/${settings.options.dataset_id}`;
    return conversionSink(settings, {
      leadOf: (record) => refOf(record, 'meta', 'lead'),
      without: 'no lead id of Meta',
      action: { form: /\S/, expected: 'the name of a stage', usual: (type) => OUTCOMES[type] },
      tooLate: ({ at: happened }, { now }) =>
        // One that is older has the whole request refused.
        now.getTime() - happened.getTime() > OLDEST_DAYS * DAY_MS
          ? `it happened more than ${OLDEST_DAYS} days ago, and Meta takes nothing older`
          : null,
      send: (conversion) => send(api, path, conversion),
      lacks: async () => {
        const answer = await api.ask('GET', path, { query: { fields: 'id,name' } });
        return answer.status < 300
          ? []
          : [
              {
                what: `Meta shows us no dataset (${codeIn(answer)})`,
                fix: 'check `dataset_id`, and give the system user of the token this dataset',
              },
            ];
      },
    });
  },
};

/** https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/server-event */
const OLDEST_DAYS = 7;

const BUSY = new Set(['1', '2', '4', '17', '32', '341', '613', '80004']);
const NO_ACCESS = new Set(['3', '10', '102', '190', '200']);

function meaningOf(code: string, isTransient: unknown): 'busy' | 'access' | null {
  if (NO_ACCESS.has(code)) return 'access';
  return BUSY.has(code) || isTransient === true ? 'busy' : null;
}

async function send(
  api: SinkApi,
  path: string,
  conversion: Conversion,
): Promise<'told' | { leftOut: string }> {
  if (!/^\d+$/.test(conversion.lead)) return { leftOut: 'its lead id is none of Meta' };
  const answer = await api.ask('POST', `${path}/events`, {
    body: bodyOf(conversion),
    type: 'application/json',
  });
  if (answer.status >= 300) throw new SinkRefused(`Meta refuses it (${codeIn(answer)})`, 'request');
  const received = textAt(answer.body, 'events_received');
  if (received !== '1') throw new SinkAway('Meta did not say that it received it');
  return 'told';
}

/** The lead id is a number with more digits than a number here can hold. */
function bodyOf({ id, lead, action, at: happened, value }: Conversion): string {
  const event = {
    event_name: action,
    event_time: Math.floor(happened.getTime() / 1_000),
    event_id: id,
    action_source: 'system_generated',
    user_data: { lead_id: lead },
    custom_data: {
      event_source: 'crm',
      lead_event_source: 'Handoff',
      ...(value !== null && { value: value.amount, currency: value.currency }),
    },
  };
  return JSON.stringify({ data: [event] }).replace(`{"lead_id":"${lead}"}`, `{"lead_id":${lead}}`);
}

/** Codes alone: messages repeat what was sent. */
const codeIn = ({ status, body }: SinkAnswer): string =>
  [`HTTP ${status}`, textAt(body, 'error', 'code'), textAt(body, 'error', 'error_subcode')]
    .filter(Boolean)
    .join(', ');
