import { textAt } from '#src/sources/pick.ts';
import { CONVERTING, type Conversion, conversionSink, DAY_MS, refOf } from '../conversions.ts';
import type { SinkAnswer, SinkApi } from '../http.ts';
import type { SinkSystemDefinition } from '../system.ts';
import { SinkRefused } from '../trouble.ts';

/**
 * Leads of forms on LinkedIn that sales made something of, by the response to the form; no address, hashed or not. `eventId` is what it hears each once by.
 * https://learn.microsoft.com/linkedin/marketing/integrations/ads-reporting/conversions-api
 */
export const linkedinSink: SinkSystemDefinition = {
  api: {
    baseUrl: 'https://api.linkedin.com',
    headers: (token) => ({
      authorization: `Bearer ${token}`,
      'linkedin-version': '202609',
      'x-restli-protocol-version': '2.0.0',
    }),
    grant: 'refresh_token',
    tokensFrom: (baseUrl) =>
      baseUrl === 'https://api.linkedin.com'
        ? 'https://www.linkedin.com/oauth/v2/accessToken'
        : `${baseUrl}/oauth/v2/accessToken`,
  },
  needs: ['token_env', 'client_id_env', 'client_secret_env'],
  hasLog: false,
  hasDeals: false,
  hasSequences: false,
  perSecond: 10,
  events: CONVERTING,
  fields: {},
  words: { status: {}, stage: {} },
  stageOrder: [],
  open: (api, settings) =>
    conversionSink(settings, {
      leadOf: (record) => refOf(record, 'linkedin', 'lead'),
      without: 'no lead id of LinkedIn',
      action: { form: RULE, expected: 'a conversion rule, as 104012 or urn:lla:llaPartnerConversion:104012' },
      tooLate: ({ at }, { now }) => {
        const age = now.getTime() - at.getTime();
        return age > OLDEST_DAYS * DAY_MS
          ? `it happened more than ${OLDEST_DAYS} days ago, and LinkedIn takes nothing older`
          : null;
      },
      send: (conversion) => send(api, conversion),
      lacks: async () => [],
    }),
};

const OLDEST_DAYS = 90;
const RULE = /^(urn:lla:llaPartnerConversion:)?\d+$/;
const urnOf = (start: string, id: string): string => (id.startsWith('urn:') ? id : `${start}:${id}`);

async function send(api: SinkApi, conversion: Conversion): Promise<'told'> {
  const { id, lead, action, at, value } = conversion;
  const answer = await api.ask('POST', '/rest/conversionEvents', {
    body: {
      conversion: urnOf('urn:lla:llaPartnerConversion', action),
      conversionHappenedAt: at.getTime(),
      eventId: id,
      // A list has to be there, though the lead says who it is. An amount is a text.
      user: { userIds: [], lead: urnOf('urn:li:leadGenFormResponse', lead) },
      ...(value !== null && {
        conversionValue: { currencyCode: value.currency, amount: String(value.amount) },
      }),
    },
  });
  if (answer.status < 300) return 'told';
  throw new SinkRefused(`LinkedIn refuses it (${codeIn(answer)})`, 'request');
}

/** Codes alone: messages repeat what was sent. */
const codeIn = ({ status, body }: SinkAnswer): string =>
  [`HTTP ${status}`, textAt(body, 'code')].filter(Boolean).join(', ');
