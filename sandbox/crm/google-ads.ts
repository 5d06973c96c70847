import { type Answer, type Asked, type Json, NOT_FOUND, ok } from '../tools/tool-api.ts';
import { type Account, createLimit, openAccount } from './account.ts';
import { openTokenDesk, type TokenDesk } from './tokens.ts';

/** An account of Google Ads that is told of conversions, by the Data Manager API and by the Google Ads API. */

export const CUSTOMER = '1234567890';
export const MANAGER = '9998887776';
export const DEVELOPER_TOKEN = 'developer-token-of-before-june';

export type GoogleConversion = { order: string; action: string; gclid: string; at: string; told: Json };
export type GoogleAdsAccount = Account &
  Pick<TokenDesk, 'wear'> & {
    conversions: GoogleConversion[];
    /** Somebody clicked on an ad. The Google Ads API looks for it at once, the other one later. */
    click: (gclid: string, at: Date) => void;
  };

type Choices = { now: () => Date; actions?: readonly string[]; perMinute?: number };

export async function openGoogleAdsAccount({
  now,
  actions = ['456', '789'],
  perMinute = 10_000,
}: Choices): Promise<GoogleAdsAccount> {
  const desk = openTokenDesk();
  const conversions: GoogleConversion[] = [];
  const clicks = new Map<string, Date>();
  const limit = createLimit(perMinute, 60_000, () => now().getTime());
  const keep = (conversion: GoogleConversion) => {
    const isThere = conversions.some(
      ({ order, action }) => order === conversion.order && action === conversion.action,
    );
    if (!isThere) conversions.push(conversion);
  };
  const answer = (asked: Asked): Answer => {
    if (asked.path === '/token') return desk.sell(asked);
    if (!desk.isCurrent(asked)) return refusal(401, 'UNAUTHENTICATED', []);
    const wait = limit();
    if (wait > 0) {
      const headers = { 'retry-after': String(Math.ceil(wait / 1_000)) };
      return { ...refusal(429, 'RESOURCE_EXHAUSTED', []), headers };
    }
    if (asked.path === '/v1/events:ingest') return ingest(asked.body, actions, keep);
    const customer = /^\/v26\/customers\/(\d+):uploadClickConversions$/.exec(asked.path)?.[1];
    if (customer === undefined) return NOT_FOUND;
    return upload(asked, customer, { actions, clicks, conversions, keep, now: now() });
  };
  const account = await openAccount({
    answer,
    isWrite: ({ path, body }) => path !== '/token' && body.validateOnly !== true,
    seen: () =>
      conversions.map(({ gclid, action, at, order }) => ({
        title: gclid,
        values: { action, at, order },
        entries: [],
      })),
  });
  return Object.assign(account, {
    ...{ conversions, wear: desk.wear },
    click: (gclid: string, at: Date) => {
      clicks.set(gclid, at);
    },
  });
}

const refusal = (code: number, status: string, details: Json[]): Answer => ({
  status: code,
  body: { error: { code, status, message: `refused by the stand-in: ${status}`, details } },
});

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const SOURCES = ['WEB', 'APP', 'IN_STORE', 'PHONE', 'OTHER'];

/** All or nothing: https://developers.google.com/data-manager/api/reference/rest/v1/events/ingest. */
function ingest(body: Json, actions: readonly string[], keep: (one: GoogleConversion) => void): Answer {
  const [destination] = list(body.destinations);
  const operating = destination?.operatingAccount as Json | undefined;
  const login = (destination?.loginAccount ?? operating) as Json | undefined;
  if (
    operating?.accountType !== 'GOOGLE_ADS' ||
    operating.accountId !== CUSTOMER ||
    login?.accountId !== MANAGER
  ) {
    return refusal(403, 'PERMISSION_DENIED', []);
  }
  const action = String(destination?.productDestinationId);
  const events = list(body.events);
  const violations = events.flatMap((event, index) =>
    violationsOf(event).map((one) => ({ ...one, field: `events.events[${index}].${one.field}` })),
  );
  if (!actions.includes(action)) {
    violations.push({
      field: 'destinations[0].product_destination_id',
      reason: 'INVALID_CONVERSION_ACTION_ID',
    });
  }
  if (events.length === 0) violations.push({ field: 'events', reason: 'REQUIRED_FIELD_MISSING' });
  if (violations.length > 0) {
    const badRequest = { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations };
    return refusal(400, 'INVALID_ARGUMENT', [badRequest]);
  }
  if (body.validateOnly !== true) {
    for (const event of events) {
      const { gclid } = event.adIdentifiers as { gclid: string };
      keep({
        ...{ order: String(event.transactionId), action, gclid },
        ...{ at: String(event.eventTimestamp), told: event },
      });
    }
  }
  return ok({ requestId: 'request-1' });
}

function violationsOf(event: Json): { field: string; reason: string }[] {
  const ids = (event.adIdentifiers ?? {}) as Json;
  const isTimed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(
    String(event.eventTimestamp),
  );
  const hasCurrency = event.currency === undefined || /^[A-Z]{3}$/.test(String(event.currency));
  const isSource = event.eventSource === undefined || SOURCES.includes(String(event.eventSource));
  return [
    ...(typeof ids.gclid === 'string' && ids.gclid !== ''
      ? []
      : [{ field: 'ad_identifiers', reason: 'NO_IDENTIFIERS_PROVIDED' }]),
    ...(isTimed ? [] : [{ field: 'event_timestamp', reason: 'INVALID_FORMAT' }]),
    ...(hasCurrency ? [] : [{ field: 'currency', reason: 'INVALID_CURRENCY_CODE' }]),
    ...(isSource ? [] : [{ field: 'event_source', reason: 'INVALID_ENUM_VALUE' }]),
  ];
}

type Known = {
  actions: readonly string[];
  clicks: ReadonlyMap<string, Date>;
  conversions: readonly GoogleConversion[];
  keep: (conversion: GoogleConversion) => void;
  now: Date;
};

const failed = (kind: string, code: string): Json => ({
  '@type': 'type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure',
  errors: [
    {
      errorCode: { [kind]: code },
      message: `refused by the stand-in: ${code}`,
      location: { fieldPathElements: [{ fieldName: 'conversions', index: 0 }] },
    },
  ],
});

/** https://developers.google.com/google-ads/api/docs/conversions/upload-offline */
function upload({ headers, body }: Asked, customer: string, known: Known): Answer {
  if (headers['developer-token'] === undefined || headers['developer-token'] === '') {
    return refusal(401, 'UNAUTHENTICATED', [failed('authenticationError', 'DEVELOPER_TOKEN_MISSING')]);
  }
  if (customer !== CUSTOMER || headers['login-customer-id'] !== MANAGER) {
    return refusal(403, 'PERMISSION_DENIED', [failed('authorizationError', 'USER_PERMISSION_DENIED')]);
  }
  if (body.partialFailure !== true) {
    return refusal(400, 'INVALID_ARGUMENT', [failed('requestError', 'REQUIRED_FIELD_MISSING')]);
  }
  const [conversion = {}] = list(body.conversions);
  const failure =
    headers['developer-token'] === DEVELOPER_TOKEN
      ? failureOf(conversion, known)
      : failed('notAllowlistedError', 'CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE');
  if (failure !== null) {
    return ok({ partialFailureError: { code: 3, message: 'one failed', details: [failure] }, results: [{}] });
  }
  const { gclid, conversionAction, conversionDateTime, orderId } = conversion as Record<string, string>;
  if (body.validateOnly === true) return ok({ results: [] });
  known.keep({
    ...{ order: String(orderId), action: String(conversionAction).split('/').at(-1) ?? '' },
    ...{ gclid: String(gclid), at: String(conversionDateTime), told: conversion },
  });
  return ok({ results: [{ gclid, conversionAction, conversionDateTime }], jobId: '1' });
}

const DAY_MS = 86_400_000;

function failureOf(conversion: Json, { actions, clicks, conversions, now }: Known): Json | null {
  const upload = (code: string) => failed('conversionUploadError', code);
  const { gclid, conversionAction, conversionDateTime, orderId } = conversion as Record<string, string>;
  const action = /^customers\/\d+\/conversionActions\/(\d+)$/.exec(conversionAction ?? '')?.[1];
  if (action === undefined || !actions.includes(action)) return upload('INVALID_CONVERSION_ACTION');
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(conversionDateTime ?? '')) {
    return failed('dateError', 'INVALID_STRING_DATE_TIME_SECONDS_WITH_OFFSET');
  }
  if (!/^[\w-]{10,}$/.test(gclid ?? '')) return upload('UNPARSEABLE_GCLID');
  const same = conversions.filter((one) => one.action === action);
  if (same.some(({ order }) => order === orderId)) return upload('ORDER_ID_ALREADY_IN_USE');
  if (same.some((one) => one.gclid === gclid && one.at === conversionDateTime)) {
    return upload('CLICK_CONVERSION_ALREADY_EXISTS');
  }
  const clickedAt = clicks.get(gclid ?? '');
  if (clickedAt === undefined) return upload('EVENT_NOT_FOUND');
  const happened = Date.parse((conversionDateTime ?? '').replace(' ', 'T'));
  if (happened < clickedAt.getTime()) return upload('CONVERSION_PRECEDES_EVENT');
  if (happened - clickedAt.getTime() > 90 * DAY_MS) return upload('EXPIRED_EVENT');
  return now.getTime() - clickedAt.getTime() < DAY_MS / 4 ? upload('TOO_RECENT_EVENT') : null;
}
