import { sql } from 'drizzle-orm';
import { type Settings, settingsSchema } from '#domain/settings.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { MONDAY, type StageChanges, startStage, type TestStage } from './stage.ts';

/** The app with tools that are told what comes of leads. */

export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

type Sinks = NonNullable<Parameters<typeof settingsSchema.shape.sinks.parse>[0]>;

export const withSinks =
  (...sinks: object[]) =>
  (settings: Settings): Settings => ({
    ...settings,
    sinks: settingsSchema.shape.sinks.parse(sinks as Sinks),
  });

export const crmAt = (url: string, changes: object = {}) => ({
  ...{ id: 'crm', to: 'hubspot', token_env: 'CRM_TOKEN', base_url: url },
  ...changes,
});
export const hookAt = (changes: object = {}) => ({
  ...{ id: 'hook', to: 'webhook', url_env: 'OUTCOMES_URL', secret_env: ['OUTCOMES_SECRET'] },
  ...{ allow_private: true, ...changes },
});

/** A stage whose sinks were approved an hour ago and more: what they write is not counted. */
export async function startWithSinks(
  sinks: object[],
  {
    url = '',
    approved = true,
    settings = (same) => same,
  }: StageChanges & { url?: string; approved?: boolean } = {},
): Promise<TestStage> {
  const stage = await startStage({
    settings: (given) => withSinks(...sinks)(settings(given)),
    environment: { CRM_TOKEN: TOKEN, OUTCOMES_URL: url, OUTCOMES_SECRET: WEBHOOK_SECRET },
  });
  const ids = sinks.map((sink) => (sink as { id: string }).id);
  for (const id of approved ? ids : [])
    await stage.app.core.db.execute(sql`
      insert into sinks (id, first_seen_at, approved_at, approved_by)
      values (${id}, ${MONDAY.toISOString()}, ${new Date(MONDAY.getTime() - 86_400_000).toISOString()}, 'a test')`);
  return stage;
}
