import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { rowsOf } from '#db/rows.ts';
import type { Settings } from '#domain/settings.ts';
import { SINK_FIELDS } from '#domain/sink-systems.ts';
import { HUBSPOT } from '#src/sinks/systems/hubspot.ts';
import { TOKEN } from '../tools/tool-api.ts';
import type { SeenRecord } from './account.ts';
import { property } from './hubspot/properties.ts';
import { type HubspotAccount, openHubspotAccount } from './hubspot.ts';
import { openWebhookReceiver, type Receiver } from './webhook-receiver.ts';

/** Tools on this machine that are told what comes of the leads of a demo: a CRM, and an address of one's own. */
export type ToldTools = {
  crm: HubspotAccount;
  receiver: Receiver;
  /** Their sinks, as the settings file would have them. */
  written: readonly object[];
  environment: Readonly<Record<string, string>>;
  /** Has the CRM know whoever the app knows, and says that what a new team would approve was approved. */
  begin: (db: Db) => Promise<void>;
  /** What each knows now. */
  seen: () => { tool: string; records: SeenRecord[] }[];
  onChange: (listener: () => void) => void;
  stop: () => void;
};

const SECRET = `whsec_${Buffer.alloc(32, 'a secret of the demo').toString('base64')}`;
const NAMES = { crm: 'HubSpot', own: 'Your own address' };
const SHOWN = 6;

export async function openToldTools({ people }: Settings, now: () => Date): Promise<ToldTools> {
  const crm = await openHubspotAccount({
    now: () => now().getTime(),
    perTenSeconds: 100_000,
    searchesPerSecond: 100_000,
    owners: people,
  });
  const receiver = await openWebhookReceiver({ secret: SECRET, now });
  addOurFields(crm);
  const listeners: (() => void)[] = [];
  const tell = () => {
    for (const listener of listeners) listener();
  };
  crm.onChange(tell);
  return {
    crm,
    receiver,
    written: [
      { id: 'crm', to: 'hubspot', token_env: 'DEMO_CRM_TOKEN', base_url: crm.url, deals: true },
      {
        ...{ id: 'own', to: 'webhook', url_env: 'DEMO_OUTCOMES_URL', secret_env: ['DEMO_OUTCOMES_SECRET'] },
        allow_private: true,
      },
    ],
    environment: {
      ...{ DEMO_CRM_TOKEN: TOKEN, DEMO_OUTCOMES_URL: receiver.url, DEMO_OUTCOMES_SECRET: SECRET },
    },
    begin: async (db) => {
      // As in most teams, what a form sends here it sends to the CRM as well.
      crm.beforeAnswer = () => knowWhoIsAskedFor(crm, db);
      receiver.beforeAnswer = () => setImmediate(tell);
      await db.execute(sql`
        insert into sinks (id, first_seen_at, approved_at, approved_by)
        select id, ${longAgo(now())}::timestamptz, ${longAgo(now())}::timestamptz, 'the demo'
        from unnest(array['crm', 'own']) as id on conflict (id) do nothing`);
    },
    seen: () => [
      { tool: NAMES.crm, records: crm.seen().slice(-SHOWN).toReversed() },
      { tool: NAMES.own, records: receiver.seen().slice(-SHOWN).toReversed() },
    ],
    onChange: (listener) => listeners.push(listener),
    stop: () => {
      crm.stop();
      receiver.stop();
    },
  };
}

/** Longer than the hour in which a sink is told little. */
const longAgo = (now: Date): string => new Date(now.getTime() - 24 * 60 * 60_000).toISOString();

/** The fields that `handoff outcomes check --create` would make. */
function addOurFields({ properties }: HubspotAccount): void {
  for (const [key, name] of Object.entries(HUBSPOT.fields)) {
    if (!name?.startsWith('handoff_')) continue;
    const label = `Handoff: ${SINK_FIELDS[key as keyof typeof SINK_FIELDS]}`; // its own keys
    properties.contacts.set(name, property(name, label));
  }
}

const ASKED_BY_ADDRESS = /^GET \/crm\/v3\/objects\/contacts\/(.+%40.+)$/;

async function knowWhoIsAskedFor(crm: HubspotAccount, db: Db): Promise<void> {
  const asked = ASKED_BY_ADDRESS.exec(crm.asked.at(-1) ?? '')?.[1];
  if (asked === undefined) return;
  const email = decodeURIComponent(asked).toLowerCase();
  if (crm.all('contacts').some((contact) => contact.email === email)) return;
  const [lead] = rowsOf<{ name: string | null; company: string | null }>(
    await db.execute(sql`
      select record -> 'person' ->> 'full_name' as name, record -> 'account' ->> 'name' as company
      from leads where lower(record -> 'person' ->> 'email') = ${email}`),
  );
  if (lead) crm.add({ email, name: lead.name ?? email, ...(lead.company && { company: lead.company }) });
}
