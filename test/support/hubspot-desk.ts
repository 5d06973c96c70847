import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { sinksSettings } from '#domain/sink-settings.ts';
import { type HubspotOptions, openHubspotAccount } from '#sandbox/crm/hubspot.ts';
import { TOKEN } from '#sandbox/tools/tool-api.ts';
import { outcomes } from '#src/cli/outcomes.ts';
import { urlOf } from './admin.ts';
import { handoff } from './command.ts';
import { hot } from './leads.ts';
import { startStage } from './stage.ts';

/** The app beside an account of HubSpot that it is not yet approved to write to, and the command line on its database. */

/** `strangers`: people of ours whom HubSpot does not know. */
type Changes = { account?: HubspotOptions; sink?: object; strangers?: readonly string[] };

export async function startHubspotDesk({
  account: options = {},
  sink: more = {},
  strangers = [],
}: Changes = {}) {
  const account = await openHubspotAccount({
    perTenSeconds: 100_000,
    searchesPerSecond: 100_000,
    ...options,
  });
  onTestFinished(account.stop);
  const sink = { id: 'crm', to: 'hubspot', token_env: 'CRM_TOKEN', base_url: account.url, ...more };
  const stage = await startStage({
    settings: (settings) => ({ ...settings, sinks: sinksSettings.parse([sink]) }),
    environment: { CRM_TOKEN: TOKEN },
  });
  const { people } = stage.app.core.inForce().settings;
  const known = people.filter(({ id }) => !strangers.includes(id));
  const owners = new Map(known.map(({ id, name, email }) => [id, account.addOwner({ name, email })]));
  const grace = account.add({ email: 'grace@globex.example', name: 'Grace Hopper' });
  await stage.send(hot);
  await stage.settle();
  const [at] = await stage.query<{ name: string }>('select current_database() as name');
  const url = urlOf(inject('adminUrl'), at?.name ?? '');
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-')), 'handoff.yaml');
  writeFileSync(file, `${readFileSync('handoff.yaml', 'utf8')}\n${stringify({ sinks: [sink] })}`);
  const environment = { HANDOFF_CONFIG: file, CRM_TOKEN: TOKEN };
  return {
    ...{ account, stage, owners, grace },
    /** `outcomes …` by the clock of the app. */
    outcomes: async (...args: string[]) => {
      const said: string[] = [];
      const wrong: string[] = [];
      const code = await outcomes.run(args, {
        env: { ...environment, DATABASE_URL: url },
        now: stage.clock.now,
        print: (text) => void said.push(text),
        complain: (text) => void wrong.push(text),
      });
      return { code, said: said.join('\n'), wrong: wrong.join('\n') };
    },
    /** The same as a process of its own. */
    outcomesAlone: (...args: string[]) => handoff(['outcomes', ...args], url, undefined, environment),
  };
}
