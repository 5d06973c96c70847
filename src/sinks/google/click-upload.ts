import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { Conversion } from '../conversions.ts';
import type { SinkApi } from '../http.ts';
import { SinkAway, SinkRefused } from '../trouble.ts';

type Account = { customer: string; login: string | null; developerToken: string };

const VERSION = 'v26';
const OF_GOOGLE = 'https://googleads.googleapis.com';

/** https://developers.google.com/google-ads/api/reference/rpc/v26/ConversionUploadErrorEnum.ConversionUploadError */
const THERE_ALREADY = new Set(['ORDER_ID_ALREADY_IN_USE', 'DUPLICATE_ORDER_ID']);
const TOO_SOON = new Set(['TOO_RECENT_EVENT', 'TOO_RECENT_CONVERSION_ACTION']);
const LEFT_OUT: Readonly<Record<string, string>> = {
  CLICK_CONVERSION_ALREADY_EXISTS: 'Google has one of this click and second',
  CLICK_NOT_FOUND: 'Google knows no such click',
  CONVERSION_PRECEDES_EVENT: 'it happened before the click',
  CONVERSION_TRACKING_NOT_ENABLED_AT_IMPRESSION_TIME: 'conversions were not tracked when it was clicked',
  EVENT_NOT_FOUND: 'Google knows no such click',
  EXPIRED_EVENT: 'the click is older than the window of the conversion action',
  UNPARSEABLE_GCLID: 'Google cannot read the gclid',
};

/**
 * By the Google Ads API, which answers 200 and says in `partialFailureError` what it did not take.
 * `orderId` counts once for a conversion action: https://developers.google.com/google-ads/api/reference/rpc/v26/ClickConversion
 */
export async function uploadClick(
  api: SinkApi,
  account: Account,
  conversion: Conversion,
  validateOnly: boolean,
): Promise<'told' | { leftOut: string }> {
  const { customer, login, developerToken } = account;
  const host = api.baseUrl.endsWith('.googleapis.com') ? OF_GOOGLE : api.baseUrl;
  const answer = await api.ask('POST', `${host}/${VERSION}/customers/${customer}:uploadClickConversions`, {
    headers: { 'developer-token': developerToken, ...(login !== null && { 'login-customer-id': login }) },
    body: { conversions: [clickOf(customer, conversion)], partialFailure: true, validateOnly },
  });
  const failures = recordsAt(answer.body, answer.status < 300 ? 'partialFailureError' : 'error', 'details');
  const codes = failures.flatMap((detail) => recordsAt(detail, 'errors')).map(codeOf);
  if (answer.status < 300 && at(answer.body, 'partialFailureError') === undefined) return 'told';
  return judge(codes[0] ?? 'no reason given');
}

function clickOf(customer: string, { id, lead, action, at: happened, basis, value }: Conversion) {
  return {
    gclid: lead,
    conversionAction: `customers/${customer}/conversionActions/${action}`,
    conversionDateTime: withOffset(happened),
    orderId: id,
    ...(value !== null && { conversionValue: value.amount, currencyCode: value.currency }),
    // Said only where somebody consented: on other grounds it would be untrue.
    ...(basis === 'consent' && { consent: { adUserData: 'GRANTED', adPersonalization: 'GRANTED' } }),
  };
}

/** `2026-12-01 08:55:00+00:00`: the zone has to stand there, and not as Z. */
const withOffset = (instant: Date): string => `${instant.toISOString().slice(0, 19).replace('T', ' ')}+00:00`;

/** Of an error such as `{errorCode: {conversionUploadError: 'EXPIRED_EVENT'}}`: what stands there, whatever it is called. */
const codeOf = (error: unknown): string => {
  const [name = ''] = Object.keys(recordsAt(error, 'errorCode')[0] ?? {});
  return textAt(error, 'errorCode', name) ?? 'no reason given';
};

function judge(code: string): 'told' | { leftOut: string } {
  if (THERE_ALREADY.has(code)) return 'told';
  // Six hours, says Google; only this one has to wait for them.
  if (TOO_SOON.has(code)) throw new SinkAway(`Google takes it later (${code})`);
  const leftOut = LEFT_OUT[code];
  if (leftOut !== undefined) return { leftOut };
  if (code === 'CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE') {
    throw new SinkRefused(
      'Google takes conversions of this developer token no more by the Google Ads API: leave out `options.api`, which is then the Data Manager API',
      'access',
    );
  }
  throw new SinkRefused(`Google refuses it: ${code}`, 'request');
}
