import { onTestFinished } from 'vitest';
import type { SinkSettings } from '#domain/sink-settings.ts';
import {
  openPipedriveAccount,
  type PipedriveAccount,
  type PipedriveOptions,
} from '#sandbox/crm/pipedrive.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { createSinkApi } from '#src/sinks/http.ts';
import type { RecordSink } from '#src/sinks/sink.ts';
import { PIPEDRIVE } from '#src/sinks/systems/pipedrive.ts';
import { SinkRefused } from '#src/sinks/trouble.ts';
import { sinkSettings } from './sink-settings.ts';

/** A company with one person, and the sink that writes into it. */
export async function startPipedrive(
  options: PipedriveOptions = {},
  settings: Partial<SinkSettings> = {},
  token = TOKEN,
): Promise<{ account: PipedriveAccount; sink: RecordSink; grace: string }> {
  const account = await openPipedriveAccount(options);
  onTestFinished(account.stop);
  const { headers = () => ({}), meaning } = PIPEDRIVE.api ?? {};
  const connection = {
    token: () => Promise.resolve(token),
    renew: () => Promise.reject(new SinkRefused('Pipedrive refuses the token', 'access')),
  };
  const as = { name: 'Pipedrive', baseUrl: account.url, headers, meaning, perSecond: 5_000 };
  const api = createSinkApi(as, connection, () => new Date());
  const sink = PIPEDRIVE.open(api, sinkSettings('pipedrive', settings), { url: null, signing: [], token });
  if (sink.kind !== 'record') throw new Error('Pipedrive has records');
  return { account, sink, grace: account.add({ email: 'grace@acme.example', name: 'Grace Hopper' }) };
}
