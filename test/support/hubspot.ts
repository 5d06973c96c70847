import { onTestFinished } from 'vitest';
import { type SinkSettings, sinksSettings } from '#domain/sink-settings.ts';
import { type HubspotOptions, openHubspotAccount } from '#sandbox/crm/hubspot.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { createSinkApi } from '#src/sinks/http.ts';
import type { DealEntry, Entry, RecordSink } from '#src/sinks/sink.ts';
import { HUBSPOT } from '#src/sinks/systems/hubspot.ts';
import { SinkRefused } from '#src/sinks/trouble.ts';

/** An account of HubSpot that is played until the test is over, and the sink that writes there. */
export async function startHubspot(
  options: HubspotOptions = {},
  settings: Partial<SinkSettings> = {},
  token = TOKEN,
) {
  const account = await openHubspotAccount({
    perTenSeconds: 100_000,
    searchesPerSecond: 100_000,
    ...options,
  });
  onTestFinished(account.stop);
  const sink = openSink(account.url, settings, token);
  const mara = account.add({ email: 'mara@acme.example', name: 'Mara Holm' });
  return { account, sink, mara, record: { type: 'contacts', id: mara } };
}

function openSink(baseUrl: string, settings: Partial<SinkSettings>, token: string) {
  const connection = {
    token: () => Promise.resolve(token),
    renew: () => Promise.reject(new SinkRefused('HubSpot refuses the token', 'access')),
  };
  const { headers = () => ({}), meaning } = HUBSPOT.api ?? {};
  const as = { name: 'HubSpot', baseUrl, headers, meaning, perSecond: 100_000 };
  const api = createSinkApi(as, connection, () => new Date(0));
  const [usual] = sinksSettings.parse([{ id: 'hubspot', to: 'hubspot', token_env: 'HUBSPOT_TOKEN' }]);
  if (usual === undefined) throw new Error('there is one sink above');
  const secrets = { url: null, signing: [], token };
  const sink = HUBSPOT.open(api, { ...usual, ...settings }, secrets);
  if (sink.kind !== 'record') throw new Error('HubSpot has records');
  return sink as Required<Omit<RecordSink, 'finish'>>; // all that it can, but for sequences
}

export const entry = (over: Partial<Entry> = {}): Entry => ({
  mark: 'handoff:01KA1',
  at: new Date('2026-12-01T09:00:00Z'),
  title: 'Rejected by Ana Ruiz',
  text: 'No budget <this year> & next',
  ownerId: null,
  ...over,
});

export const deal = (over: Partial<DealEntry> = {}): DealEntry => ({
  mark: 'handoff:01KD1',
  name: 'Acme',
  status: 'open',
  amount: 12_000,
  currency: 'EUR',
  closeOn: '2027-03-31',
  lostReason: null,
  ownerId: null,
  at: new Date('2026-12-01T09:00:00Z'),
  ...over,
});
