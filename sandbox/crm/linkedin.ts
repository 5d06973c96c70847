import { type Answer, type Asked, type Json, NOT_FOUND } from '../tools/tool-api.ts';
import { type Account, createLimit, openAccount } from './account.ts';
import { openTokenDesk, type TokenDesk } from './tokens.ts';

/** An ad account of LinkedIn that is told of conversions. */

export type LinkedInEvent = {
  conversion: string;
  conversionHappenedAt: number;
  eventId: string;
  conversionValue?: { currencyCode: string; amount: string };
  user: { userIds: Json[]; lead?: string };
};
export type LinkedInAccount = Account & Pick<TokenDesk, 'wear'> & { events: LinkedInEvent[] };

type Choices = { now: () => Date; rules?: readonly string[]; perMinute?: number };

export async function openLinkedInAccount({
  now,
  rules = ['104012', '104013'],
  perMinute = 600,
}: Choices): Promise<LinkedInAccount> {
  const desk = openTokenDesk();
  const events: LinkedInEvent[] = [];
  const limit = createLimit(perMinute, 60_000, () => now().getTime());
  const answer = (asked: Asked): Answer => {
    if (asked.path === '/oauth/v2/accessToken') return desk.sell(asked);
    const { headers, path, body } = asked;
    if (!/^20\d{4}$/.test(String(headers['linkedin-version']))) {
      return refusal(400, 'A version must be present.', 'VERSION_MISSING');
    }
    if (!desk.isCurrent(asked))
      return refusal(401, 'The token used in the request has expired', 'EXPIRED_ACCESS_TOKEN');
    if (limit() > 0)
      return refusal(
        429,
        'Resource level throttle limit for calls to this resource is reached.',
        'TOO_MANY_REQUESTS',
      );
    return path === '/rest/conversionEvents' ? take(body, { events, rules, now: now() }) : NOT_FOUND;
  };
  const account = await openAccount({
    answer,
    isWrite: ({ path }) => path === '/rest/conversionEvents',
    seen: () =>
      events.map(({ conversion, conversionHappenedAt, eventId, user }) => ({
        title: conversion,
        values: {
          lead: user.lead ?? '',
          at: new Date(conversionHappenedAt).toISOString(),
          id: eventId,
        },
        entries: [],
      })),
  });
  return Object.assign(account, { events, wear: desk.wear });
}

const refusal = (status: number, message: string, code?: string): Answer => ({
  status,
  body: { status, message, ...(code !== undefined && { code }) },
});

const DAY_MS = 86_400_000;
type Known = { events: LinkedInEvent[]; rules: readonly string[]; now: Date };

function take(body: Json, { events, rules, now }: Known): Answer {
  const wrong = wrongIn(body);
  if (wrong.length > 0) return refusal(422, wrong.map((one) => `ERROR :: ${one}`).join('\n'));
  const event = body as unknown as LinkedInEvent;
  if (!rules.includes(event.conversion.split(':').at(-1) ?? '')) return refusal(403, 'No ad accounts found');
  const age = now.getTime() - event.conversionHappenedAt;
  if (age < 0 || age > 90 * DAY_MS) {
    return refusal(
      400,
      'Conversion time should be within 90 days and not exceed current time, indices [0] (0-indexed).',
    );
  }
  const isThere = events.some(
    ({ eventId, conversion }) => eventId === event.eventId && conversion === event.conversion,
  );
  if (!isThere) events.push(event);
  return { status: 201, body: '' };
}

function wrongIn({
  conversion,
  conversionHappenedAt: at,
  conversionValue: value,
  user,
  eventId,
}: Json): string[] {
  const { userIds, lead } = (user ?? {}) as { userIds?: unknown; lead?: unknown };
  const amount = (value as Json | undefined)?.amount;
  const isLead = lead === undefined || /^urn:li:leadGenFormResponse:[\w-]+$/.test(String(lead));
  return [
    ...(/^urn:lla:llaPartnerConversion:\d+$/.test(String(conversion))
      ? []
      : ['/conversion :: Invalid Urn format.']),
    ...(Number.isInteger(at) && Number(at) > 1e12 ? [] : ['/conversionHappenedAt :: is not in milliseconds']),
    ...(Array.isArray(userIds) ? [] : ['/user/userIds :: field is required but not found']),
    ...(isLead ? [] : ['/user/lead :: Invalid Urn format.']),
    ...(value === undefined || typeof amount === 'string'
      ? []
      : [`/conversionValue/amount :: ${amount} cannot be coerced to String`]),
    ...(typeof eventId === 'string' && eventId.length <= 64 ? [] : ['/eventId :: is longer than 64']),
  ];
}
