import { onTestFinished } from 'vitest';
import type { SinkSettings } from '#domain/sink-settings.ts';
import {
  type OrgOptions,
  openSalesforceAccount,
  SALESFORCE_CLIENT,
  type SalesforceAccount,
} from '#sandbox/crm/salesforce.ts';
import { type Connection, createSinkApi } from '#src/sinks/http.ts';
import type { RecordSink } from '#src/sinks/sink.ts';
import { SALESFORCE } from '#src/sinks/systems/salesforce.ts';
import { sinkSettings } from './sink-settings.ts';

/** An org with one lead, and the sink that writes into it. */
export async function startSalesforce(
  options: OrgOptions = {},
  settings: Partial<SinkSettings> = {},
): Promise<{ account: SalesforceAccount; sink: RecordSink; grace: string }> {
  const account = await openSalesforceAccount(options);
  onTestFinished(account.stop);
  const { api } = SALESFORCE;
  if (api?.tokensFrom === undefined) throw new Error('Salesforce sells its tokens');
  const as = { name: 'Salesforce', baseUrl: account.url, headers: api.headers, meaning: api.meaning };
  const sinkApi = createSinkApi(
    { ...as, perSecond: 5_000 },
    tokensOf(api.tokensFrom(account.url)),
    () => new Date(),
  );
  const secrets = { url: null, signing: [], token: '' };
  const sink = SALESFORCE.open(sinkApi, sinkSettings('salesforce', settings), secrets);
  if (sink.kind !== 'record') throw new Error('Salesforce has records');
  const grace = account.add({ email: 'grace@acme.example', name: 'Grace Hopper', company: 'Acme' });
  account.asked.length = 0;
  return { account, sink, grace };
}

/** Buys a token of a client, and another in the place of a worn one. */
function tokensOf(url: string): Connection {
  let bought: Promise<string> | null = null;
  const buy = async () => {
    const { id, secret } = SALESFORCE_CLIENT;
    const body = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: id, client_secret: secret },
    });
    const answer = await fetch(url, { method: 'POST', body });
    return String(((await answer.json()) as { access_token: string }).access_token);
  };
  return {
    token: () => {
      bought ??= buy();
      return bought;
    },
    renew: () => {
      bought = buy();
      return bought;
    },
  };
}
