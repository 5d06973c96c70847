import { expect, test } from 'vitest';
import { check } from '#src/cli/check.ts';
import { simulate } from '#src/cli/simulate.ts';
import type { Subcommand } from '#src/cli/subcommand.ts';
import { copyLeads } from '../support/copies-of-leads.ts';
import { leadAt } from '../support/leads.ts';
import { openSite } from '../support/site.ts';

async function ask({ run }: Subcommand, args: string[], url: string, now: Date) {
  const said: string[] = [];
  const terminal = {
    env: { DATABASE_URL: url, HANDOFF_CONFIG: 'handoff.yaml' },
    now: () => now,
    print: (text: string) => void said.push(text),
    complain: (text: string) => void said.push(text),
  };
  return { exitCode: await run(args, terminal), said: said.join('\n') };
}

test('check and simulate name a word of the settings that no lead of 90 days is of', async () => {
  const site = await openSite();
  const app = await site.start();
  await app.send({
    ...leadAt('initech'),
    account: { name: 'Initech', industry: 'Farming (and fishing)', employees: 90 },
  });
  await site.settle();
  await copyLeads(site, 30);
  const now = site.clock.now();
  const checked = await ask(check, ['handoff.yaml'], site.database.url, now);
  expect(checked.exitCode).toBe(0);
  expect(checked.said.split('\n')[0]).toContain('handoff.yaml is valid');
  expect(checked.said).toContain('industries: rules ask for ');
  expect(checked.said).toContain('What they tell most: "Farming (and fishing)"');
  const simulated = await ask(simulate, ['--since', '7d'], site.database.url, now);
  expect(simulated.said).toContain('industries: rules ask for ');

  await site.query("update leads set captured_at = captured_at - interval '91 days'");
  expect((await ask(check, ['handoff.yaml'], site.database.url, now)).said).not.toContain('industries: ');
});

test('a database that does not answer takes nothing from a valid file, and that is said', async () => {
  const { exitCode, said } = await ask(
    check,
    ['handoff.yaml'],
    'postgres://nobody@127.0.0.1:1/none',
    new Date(),
  );
  expect(exitCode).toBe(0);
  expect(said.split('\n')).toEqual([
    expect.stringContaining('handoff.yaml is valid'),
    'The database does not answer, so nobody looked whether leads are of the words of these settings.',
  ]);
});
