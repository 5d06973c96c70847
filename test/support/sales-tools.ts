import { onTestFinished } from 'vitest';
import type { SinkSettings } from '#domain/sink-settings.ts';
import { type OutreachAccount, type OutreachOptions, openOutreachAccount } from '#sandbox/crm/outreach.ts';
import {
  openSalesloftAccount,
  type SalesloftAccount,
  type SalesloftOptions,
} from '#sandbox/crm/salesloft.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { createSinkApi } from '#src/sinks/http.ts';
import type { RecordSink } from '#src/sinks/sink.ts';
import type { SinkSystemDefinition } from '#src/sinks/system.ts';
import { OUTREACH } from '#src/sinks/systems/outreach.ts';
import { SALESLOFT } from '#src/sinks/systems/salesloft.ts';
import { SinkRefused } from '#src/sinks/trouble.ts';
import { sinkSettings } from './sink-settings.ts';

/** The sink of a tool as it is asked at a stand-in, with a token that lasts. */
function openSink(
  name: string,
  system: SinkSystemDefinition,
  url: string,
  settings: SinkSettings,
  token: string,
) {
  const { headers = () => ({}), meaning } = system.api ?? {};
  const connection = {
    token: () => Promise.resolve(token),
    renew: () => Promise.reject(new SinkRefused(`${name} refuses the token`, 'access')),
  };
  const api = createSinkApi(
    { name, baseUrl: url, headers, meaning, perSecond: 5_000 },
    connection,
    () => new Date(),
  );
  const sink = system.open(api, settings, { url: null, signing: [], token });
  if (sink.kind !== 'record') throw new Error(`${name} has records`);
  return sink;
}

/** An org with one prospect, and the sink that writes into it. */
export async function startOutreach(
  options: OutreachOptions = {},
  settings: Partial<SinkSettings> = {},
  token = TOKEN,
): Promise<{ account: OutreachAccount; sink: RecordSink; grace: string }> {
  const account = await openOutreachAccount(options);
  onTestFinished(account.stop);
  const sink = openSink('Outreach', OUTREACH, account.url, sinkSettings('outreach', settings), token);
  return { account, sink, grace: account.add({ email: 'grace@acme.example', name: 'Grace Hopper' }) };
}

/** A team with one person, and the sink that writes into it. */
export async function startSalesloft(
  options: SalesloftOptions = {},
  settings: Partial<SinkSettings> = {},
  token = TOKEN,
): Promise<{ account: SalesloftAccount; sink: RecordSink; grace: string }> {
  const account = await openSalesloftAccount({ perMinute: 1_000_000, ...options });
  onTestFinished(account.stop);
  const sink = openSink('Salesloft', SALESLOFT, account.url, sinkSettings('salesloft', settings), token);
  return { account, sink, grace: account.add({ email: 'grace@acme.example', name: 'Grace Hopper' }) };
}
