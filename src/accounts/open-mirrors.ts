import { ACCESS_OF, type MirrorSettings } from '#domain/mirror-settings.ts';
import type { MirrorSystem } from '#domain/mirror-systems.ts';
import type { Settings } from '#domain/settings.ts';
import { createApi } from '#src/sources/api.ts';
import type { Problem } from '#src/sources/problem.ts';
import type { AccountReader, MirrorApi } from './reader.ts';
import { hubspotAccounts } from './systems/hubspot.ts';
import { pipedriveAccounts } from './systems/pipedrive.ts';
import { salesforceAccounts } from './systems/salesforce.ts';

const MIRROR_APIS: Readonly<Record<MirrorSystem, MirrorApi>> = {
  hubspot: hubspotAccounts,
  salesforce: salesforceAccounts,
  pipedrive: pipedriveAccounts,
};

/** A CRM that can be asked: its secrets are known. What it tells beside accounts is asked for anew with each reader. */
export type ReadyMirror = { settings: MirrorSettings; open: () => AccountReader };

export type ReadyMirrors = ReadonlyMap<MirrorSystem, ReadyMirror>;

/** Opens every CRM of the settings, or names every secret that is missing. Secrets are never quoted. */
export function openMirrors(
  { accounts }: Pick<Settings, 'accounts'>,
  env: (name: string) => string | undefined,
): { mirrors: ReadyMirrors; problems: Problem[] } {
  const mirrors = new Map<MirrorSystem, ReadyMirror>();
  const problems: Problem[] = [];
  for (const [at, settings] of accounts.entries()) {
    const read = (name: 'token_env' | 'client_id_env' | 'client_secret_env'): string => {
      const variable = settings[name];
      if (variable === undefined || !ACCESS_OF[settings.from].includes(name)) return '';
      const value = env(variable)?.trim() ?? '';
      if (value === '') {
        const problem = `the environment variable ${variable} is not set`;
        problems.push({ path: `accounts[${at}].${name}`, problem });
      }
      return value;
    };
    const token = read('token_env');
    const client = { id: read('client_id_env'), secret: read('client_secret_env') };
    const { api: of, open } = MIRROR_APIS[settings.from];
    const api = createApi(of, { token, client, baseUrl: settings.base_url });
    mirrors.set(settings.from, { settings, open: () => open(api, settings) });
  }
  return { mirrors, problems };
}
