import { CONVERTING, type Conversion, conversionSink, DAY_MS } from '../conversions.ts';
import { uploadClick } from '../google/click-upload.ts';
import { ingest } from '../google/ingest.ts';
import type { Telling } from '../sink.ts';
import type { SinkSystemDefinition } from '../system.ts';
import { SinkRefused } from '../trouble.ts';

/**
 * Clicks on ads of Google that sales made something of, by their gclid. Since June 2026 Google takes them by its Data Manager API; by the Google Ads API only
 * of developer tokens that told of some between December 2025 and May 2026.
 * https://developers.google.com/ads/blog/posts/2026/05/changes-to-offline-click-conversion
 */
export const googleAdsSink: SinkSystemDefinition = {
  api: {
    baseUrl: 'https://datamanager.googleapis.com',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    grant: 'refresh_token',
    tokensFrom: (baseUrl) =>
      isGoogles(baseUrl) ? 'https://oauth2.googleapis.com/token' : `${baseUrl}/token`,
  },
  needs: ['token_env', 'client_id_env', 'client_secret_env'],
  options: {
    customer_id: 'the account of the conversion actions, such as 123-456-7890',
    login_customer_id: 'the manager account that the token is of, where it is another',
    api: '`data-manager` (usual), or `google-ads` with a developer token in the first variable of `secret_env`',
  },
  required: ['customer_id'],
  hasLog: false,
  hasDeals: false,
  hasSequences: false,
  perSecond: 5,
  events: CONVERTING,
  fields: {},
  words: { status: {}, stage: {} },
  stageOrder: [],
  open: (api, settings, secrets) => {
    const { customer_id: customer = '', login_customer_id: login, api: way } = settings.options;
    const account = { customer: digits(customer), login: login === undefined ? null : digits(login) };
    const [developerToken] = secrets.signing;
    const send = (conversion: Conversion, validateOnly: boolean) =>
      way === 'google-ads'
        ? uploadClick(api, { ...account, developerToken: developerToken ?? '' }, conversion, validateOnly)
        : ingest(api, account, conversion, validateOnly);
    return conversionSink(settings, {
      leadOf: ({ campaign }) => campaign?.gclid ?? null,
      without: 'no gclid',
      action: {
        form: /^\d+$/,
        expected: 'the id of a conversion action (`ctId` in its address in Google Ads)',
      },
      tooLate,
      send: (conversion) => send(conversion, false),
      lacks: async () => {
        const [action = ''] = Object.values(settings.actions);
        try {
          await send({ ...EXAMPLE, action }, true);
          return [];
        } catch (error) {
          if (!(error instanceof SinkRefused)) throw error;
          return [
            {
              what: error.message,
              fix: 'check `customer_id`, `login_customer_id`, `actions` and what the token may do',
            },
          ];
        }
      },
    });
  },
};

const isGoogles = (baseUrl: string): boolean => new URL(baseUrl).hostname.endsWith('.googleapis.com');
const digits = (text: string): string => text.replaceAll(/\D/g, '');

/** Asked about, never counted. */
const EXAMPLE: Omit<Conversion, 'action'> = {
  ...{ id: 'check', lead: 'check', at: new Date('2026-01-01T00:00:00Z') },
  ...{ basis: 'consent', value: null },
};

/** https://support.google.com/google-ads/answer/2998031: no click counts for longer than 90 days. */
const LONGEST_DAYS = 90;

function tooLate({ at }: Conversion, { lead }: Telling): string | null {
  const cameAt = lead.record.occurred_at;
  const isLate = cameAt !== undefined && at.getTime() - Date.parse(cameAt) > LONGEST_DAYS * DAY_MS;
  return isLate ? `the click is older than ${LONGEST_DAYS} days` : null;
}
