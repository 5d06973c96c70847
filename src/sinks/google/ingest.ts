import { recordsAt, textAt } from '#src/sources/pick.ts';
import type { Conversion } from '../conversions.ts';
import type { SinkApi } from '../http.ts';
import { SinkRefused } from '../trouble.ts';

type Account = { customer: string; login: string | null };

/**
 * By the Data Manager API, which takes all of a request or none of it, and finds out later which click was whose.
 * `transactionId` is what it hears each once by: https://developers.google.com/data-manager/api/devguides/events/google-ads/offline/upgrade/field-mappings
 */
export async function ingest(
  api: SinkApi,
  account: Account,
  conversion: Conversion,
  validateOnly: boolean,
): Promise<'told'> {
  const { id, lead, action, at, basis, value } = conversion;
  const answer = await api.ask('POST', '/v1/events:ingest', {
    body: {
      destinations: [
        {
          operatingAccount: googleAds(account.customer),
          ...(account.login !== null && { loginAccount: googleAds(account.login) }),
          productDestinationId: action,
        },
      ],
      events: [
        {
          transactionId: id,
          eventTimestamp: at.toISOString(),
          eventSource: 'WEB',
          adIdentifiers: { gclid: lead },
          ...(value !== null && { conversionValue: value.amount, currency: value.currency }),
          // Said only where somebody consented: on other grounds it would be untrue.
          ...(basis === 'consent' && {
            consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
          }),
        },
      ],
      validateOnly,
    },
  });
  if (answer.status < 300) return 'told';
  throw new SinkRefused(`Google refuses it: ${reasonsIn(answer.body)}`, 'request');
}

const googleAds = (accountId: string) => ({ accountType: 'GOOGLE_ADS', accountId });

/** Reasons and fields alone: descriptions repeat what was sent. */
function reasonsIn(body: unknown): string {
  const violations = recordsAt(body, 'error', 'details').flatMap((detail) =>
    recordsAt(detail, 'fieldViolations'),
  );
  const reasons = violations.map((one) =>
    [textAt(one, 'reason'), textAt(one, 'field')].filter(Boolean).join(' in '),
  );
  return reasons.join(', ') || textAt(body, 'error', 'status') || 'no reason given';
}
