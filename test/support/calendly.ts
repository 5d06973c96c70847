import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Settings, sourceSchema } from '#domain/settings.ts';
import { SOURCE_SECRET } from '#sandbox/signed-delivery.ts';
import type { TestStage } from './stage.ts';

/** Calendly as docs/activities.md connects it, and what it sends about one invitee. */

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'activities.md'), 'utf8');
const entry = /```yaml\n(id: calendly\n[\s\S]+?)```/.exec(page)?.[1] ?? '';

export const withCalendly = (settings: Settings): Settings => ({
  ...settings,
  sources: [...settings.sources, sourceSchema.parse(parse(entry))],
});

const uriOf = (id: string): string => `https://api.calendly.com/scheduled_events/${id}/invitees/${id}`;

type Said = {
  event: 'invitee.created' | 'invitee.canceled' | 'invitee_no_show.created' | 'invitee_no_show.deleted';
  /** Which booking. */
  id: string;
  /** When it was sent. */
  at: string;
  start?: string;
  minutes?: number;
  replaces?: string;
  rescheduled?: boolean;
  by?: 'invitee' | 'host';
  email?: string;
  name?: string;
  host?: string;
};

const fixture = JSON.parse(
  readFileSync(
    join(import.meta.dirname, '..', 'fixtures', 'payloads', 'calendly.invitee-created.json'),
    'utf8',
  ),
);

/** A body as Calendly sends it. */
export function calendlySays({ event, id, at, start = '2026-11-24T09:00:00Z', minutes = 30, ...said }: Said) {
  const uri = uriOf(id);
  const end = new Date(Date.parse(start) + minutes * 60_000).toISOString();
  const host = { user_email: said.host ?? 'ana@acme-sales.example' };
  return {
    ...{ event, created_at: at, created_by: fixture.created_by },
    payload: {
      ...fixture.payload,
      uri,
      event: uri.split('/invitees')[0],
      email: said.email ?? 'grace@globex.example',
      name: said.name ?? 'Grace Hopper',
      first_name: null,
      last_name: null,
      timezone: 'America/New_York',
      rescheduled: said.rescheduled ?? false,
      old_invitee: said.replaces === undefined ? null : uriOf(said.replaces),
      status: event === 'invitee.canceled' ? 'canceled' : 'active',
      ...(said.by && { cancellation: { canceled_by: 'Somebody', reason: '', canceler_type: said.by } }),
      scheduled_event: {
        ...fixture.payload.scheduled_event,
        start_time: start,
        end_time: end,
        location: { type: 'zoom', status: 'pushed', join_url: 'https://zoom.example/j/1' },
        event_memberships: [host],
      },
    },
  };
}

/** Sends it as Calendly signs it, and waits until the cards show it. Answers the HTTP status. */
export async function fromCalendly(stage: TestStage, said: Said): Promise<number> {
  const body = JSON.stringify(calendlySays(said));
  const seconds = Math.floor(stage.clock.now().getTime() / 1_000);
  const signature = createHmac('sha256', SOURCE_SECRET).update(`${seconds}.${body}`).digest('hex');
  const response = await fetch(`${stage.address}/webhooks/calendly`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'calendly-webhook-signature': `t=${seconds},v1=${signature}`,
    },
    body,
  });
  await stage.settle();
  return response.status;
}
