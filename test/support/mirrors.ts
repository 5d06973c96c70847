import { accountsSettings, type MirrorSettings } from '#domain/mirror-settings.ts';
import type { MirrorSystem } from '#domain/mirror-systems.ts';
import type { Settings } from '#domain/settings.ts';
import { TOKEN, type ToolApi } from '#sandbox/tools/tool-api.ts';
import { type StageChanges, startStage, type TestStage } from './stage.ts';

/** A stage whose accounts are mirrored from a CRM that a stand-in plays. */

const ACCESS: Record<MirrorSystem, object> = {
  hubspot: { token_env: 'CRM_TOKEN' },
  pipedrive: { token_env: 'CRM_TOKEN' },
  salesforce: { client_id_env: 'CRM_CLIENT', client_secret_env: 'CRM_CLIENT_SECRET' },
};

export const CRM_ENVIRONMENT = { CRM_TOKEN: TOKEN, CRM_CLIENT: 'client', CRM_CLIENT_SECRET: 'client-secret' };

export function mirrorOf(from: MirrorSystem, api: Pick<ToolApi, 'url'>, more: object = {}): MirrorSettings {
  const [mirror] = accountsSettings.parse([{ from, base_url: api.url, ...ACCESS[from], ...more }]);
  if (!mirror) throw new Error('one was parsed');
  return mirror;
}

export async function startMirrored(
  mirror: MirrorSettings,
  { settings = (same) => same, ...changes }: StageChanges = {},
): Promise<TestStage> {
  return startStage({
    ...changes,
    settings: (was: Settings) => settings({ ...was, accounts: [mirror] }),
    environment: CRM_ENVIRONMENT,
  });
}

/** What is mirrored and in use, by the records' ids. */
export const mirroredIn = (stage: Pick<TestStage, 'query'>) =>
  stage.query<{ id: string; name: string | null; facts: Record<string, unknown> }>(
    'select record_id as id, name, facts from mirrored_accounts where gone_at is null order by record_id',
  );
