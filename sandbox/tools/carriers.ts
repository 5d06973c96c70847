import type { System } from '#domain/systems.ts';
import { bearer, JSON_TYPE, json, keyed, recordOf, sizeOf, type Tool } from './tool.ts';

/** Tools that carry data from one to another: streams of events, and flat objects somebody put together. */

const batch = (bodies: readonly string[]): string => `[${bodies.join(',')}]`;

/** https://segment.com/docs/connections/spec/common/ */
const streamSays: Tool['says'] = (said) => {
  const { id, email, name, phone, title, company: called, industry, country, event, at } = said;
  const company = { name: called, industry, employees: sizeOf(said) };
  const traits = { email, name, phone, title, country, company };
  return json({
    ...{ messageId: id, timestamp: at, anonymousId: `a-${recordOf(said)}`, userId: `u-${recordOf(said)}` },
    ...(event === undefined
      ? { type: 'identify', traits }
      : { type: 'track', event, properties: {}, context: { traits } }),
  });
};

const stream = (format: System, sends: Tool['sends']): Tool => ({
  ...{ format, says: streamSays, sends, batches: batch, tellsTime: true },
  unknown: json({ type: 'alias', messageId: 'm-0', userId: 'u-1' }),
});

const flatSays: Tool['says'] = (said) =>
  json({
    ...{ id: said.id, email: said.email, name: said.name, occurred_at: said.at, phone: said.phone },
    ...{ job_title: said.title, company: said.company, employees: sizeOf(said), industry: said.industry },
    ...{ country: said.country, what_should_get_better: said.answer },
  });

const flat = (format: System): Tool => ({
  ...{ format, says: flatSays, sends: bearer, tellsTime: true, batches: batch },
});

const segmentSends: Tool['sends'] = (body, { secret }) => ({
  headers: { ...JSON_TYPE, 'x-signature': keyed('sha1', secret, body, 'hex') },
  body,
});

export const CARRIERS = [
  stream('segment', segmentSends),
  stream('rudderstack', bearer),
  flat('zapier'),
  flat('make'),
  flat('n8n'),
] as const;
