import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ids } from '#blocks/ids.ts';
import type { Edits } from '#domain/settings.ts';
import { runExplain } from '#src/cli/explain.ts';
import type { Said } from '#src/cli/with-database.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { pressAs } from '../support/press.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';

type Document = Required<Edits> & { sources: { id: string }[]; [part: string]: unknown };

/** handoff.yaml with more of everything that routing knows, as a file of its own. */
function writeSeason(change: (document: Document) => object): string {
  const document: Document = parse(readFileSync('handoff.yaml', 'utf8'));
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-season-')), 'handoff.yaml');
  writeFileSync(file, JSON.stringify({ ...document, ...change(document) }));
  return file;
}

const manySided = (document: Document) => ({
  sources: document.sources.map((source) => (source.id === 'crm' ? { ...source, auth: 'none' } : source)),
  people: document.people.map((person) =>
    person.id === 'ben' ? { ...person, skills: { industry: 'fintech', employees: { min: 500 } } } : person,
  ),
  pools: [
    ...document.pools.map((pool) => {
      if (pool.id === 'sdr-emea')
        return {
          ...pool,
          catch_up_per_day: 2,
          members: [{ person: 'ana', weight: 2 }, { person: 'ben' }],
          caps: { unanswered: 6 },
        };
      return pool.id === 'sdr-americas' ? { ...pool, overflow: { pool: 'sdr-emea' } } : pool;
    }),
    {
      id: 'by-load',
      name: 'By load',
      mode: 'load_balance' as const,
      members: [{ person: 'ana' }, { person: 'ben' }],
    },
    {
      id: 'by-skill',
      name: 'By skill',
      mode: 'skills' as const,
      members: [{ person: 'ana' }, { person: 'ben' }],
    },
  ],
  routes: [
    { id: 'key-people', when: { title: { includes: ['zeppelins'] } }, to: { person: 'ana' } },
    { id: 'load', when: { industry: 'saas' }, to: { pool: 'by-load' } },
    { id: 'skill', when: { industry: 'fintech' }, to: { pool: 'by-skill' } },
    ...document.routes,
  ],
});

/** The same a while later: another weight, a pool that overflows to the manager. */
const laterOn = (document: Document) => {
  const before = manySided(document);
  return {
    ...before,
    pools: before.pools.map((pool) =>
      pool.id === 'sdr-emea'
        ? {
            ...pool,
            overflow: 'manager' as const,
            members: [{ person: 'ana' }, { person: 'ben', days: ['mon', 'tue'] as const }],
          }
        : pool,
    ),
  };
};

const TITLE = 'Director of Zeppelins';
const MOST_TRIES = 500;
const PHONE = '+49 30 7654321';

const lead = (company: string, more: { title?: string; account?: object; person?: object } = {}) => {
  const base = leadAt(company);
  return {
    ...base,
    person: {
      ...base.person,
      title: more.title ?? TITLE.replace('Zeppelins', 'Airships'),
      phone: undefined,
      ...more.person,
    },
    account: { ...base.account, ...more.account },
  };
};

type Season = { site: Site; app: RunningApp; replay: (...args: string[]) => Promise<Said> };

/** What is decided about leads does not wait until Slack shows it. */
async function untilRead(site: Site): Promise<void> {
  const unread = () => site.query('select id from deliveries where read_at is null limit 1');
  for (let tries = 0; tries < MOST_TRIES && (await unread()).length > 0; tries += 1) await pause(20);
}

/** Everything that can happen to leads, through the app as it is. */
async function messySeason(): Promise<Season> {
  const site = await openSite();
  let app = await site.start({ file: writeSeason(manySided) });
  const [ana, ben] = [deskOf(site, 'ana'), deskOf(site, 'ben')];
  const take = async (leads: unknown[], source = 'website') => {
    for (const one of leads) await app.send(one, { source });
    await untilRead(site);
  };
  const pass = async (minutes: number) => {
    site.clock.forward(minutes);
    await app.app.tick();
  };

  // Monday morning: turns, named people, the sender's owner, overflow from a pool that sleeps, load and skills.
  await take([
    lead('quixotica'),
    lead('brontosoft'),
    lead('zephyrworks', { title: TITLE, person: { phone: PHONE } }),
  ]);
  await take([
    lead('saturnalia', { account: { industry: 'saas' } }),
    lead('nebulonix', { account: { industry: 'fintech' } }),
  ]);
  await take([lead('bostonia', { account: { country: 'US' }, person: { country: 'US' } })]);
  await take(
    [
      { ...lead('govonly'), owner_email: 'cleo@acme-sales.example' },
      { ...lead('unowned'), owner_email: 'gone@acme-sales.example' },
    ],
    'crm',
  );
  await site.drain(app);
  // Given back for another, given back as none, passed on by hand with words that name the lead.
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'wrong_territory' });
  await ben.press(ben.card(), ids.accept);
  await pass(1);
  const [open] = await site.query<{ id: string }>("select id from handoffs where state = 'offered' limit 1");
  const giveTo = (to: string, because: string) =>
    pressAs(app.app.core, site.slackIdOf('mia'), open?.id, { type: 'reassign', to, because });
  await giveTo('next', 'Lead of quixotica asked');
  await giveTo('ana', 'Lead of quixotica again');
  // Away, and back with turns to catch up with.
  await ana.ask('/handoff away 2h');
  await take([lead('awayone'), lead('awaytwo'), lead('awaythree')]);
  await pass(12);
  await ana.ask('/handoff back');
  await take([lead('backone'), lead('backtwo')]);
  // The same company again, an account that has an owner.
  await take([
    {
      ...lead('again'),
      person: { full_name: 'Second Person', email: 'second@quixotica.example', country: 'DE' },
    },
  ]);
  // Everybody is at their cap, so leads wait and then run down.
  await take(Array.from({ length: 8 }, (_, n) => lead(`flood${n}`)));
  await pass(15);
  // Other settings from here on, and a night.
  await app.stop();
  app = await site.start({ file: writeSeason(laterOn) });
  await take([lead('changedone'), lead('changedtwo')]);
  site.clock.set(new Date('2026-11-23T20:00:00Z'));
  await take([lead('nightone'), lead('nighttwo', { title: TITLE })]);
  site.clock.set(new Date('2026-11-24T08:01:00Z'));
  await pass(1);
  await pass(3);

  const reach = { db: site.database.db, env: {}, now: site.clock.now };
  return { site, app, replay: (...args) => runExplain(reach, args) };
}

test('a messy season of decisions comes out the same again, every one of them, and a doctored one does not', {
  timeout: 120_000,
}, async () => {
  const { site, replay } = await messySeason();
  const kinds = await site.query<{ by: string }>(
    "select distinct record ->> 'by' as by from routing_log order by 1",
  );
  expect(kinds.map(({ by }) => by)).toEqual(
    expect.arrayContaining(['domain', 'manager', 'nobody', 'pool', 'route', 'senders_owner']),
  );
  const [size] = await site.query<{ decisions: number; versions: number; kept: number; byHand: number }>(
    `select count(*)::int as decisions, count(distinct settings_version)::int as versions,
      (count(*) filter (where record ? 'inputs'))::int as kept,
      (count(*) filter (where record ->> 'by' = 'manager'))::int as "byHand" from routing_log`,
  );
  expect(size?.versions).toBe(2);
  expect(size?.decisions).toBeGreaterThan(30);
  expect(size?.kept).toBe((size?.decisions ?? 0) - (size?.byHand ?? 0));

  const whole = await replay('--replay', '--since', '30d', '--json');
  expect(JSON.parse(whole.output)).toEqual({
    since: expect.any(String),
    agree: size?.kept,
    differ: 0,
    cannot: { 'a person decided': size?.byHand },
    different: [],
  });
  expect(whole.exitCode).toBe(0);

  const [one] = await site.query<{ id: number; handoff_id: string }>(
    "select id, handoff_id from routing_log where record ->> 'by' = 'pool' and chosen_id = 'ben' order by id limit 1",
  );
  await site.query(
    `update routing_log set record = jsonb_set(record, '{chosenId}', '"ana"') where id = ${one?.id}`,
  );
  const doctored = await replay('--replay', '--since', '30d');
  expect(doctored.exitCode).toBe(1);
  expect(doctored.output).toContain('\n  differ                1\n');
  expect(doctored.output).toContain('\n  chosenId\n    kept   "ana"\n    again  "ben"');
  expect(await replay(one?.handoff_id ?? '', '--replay')).toMatchObject({ exitCode: 1 });
});

test('nothing in the routing log says who a lead is, whatever rules ask and people write', async () => {
  const site = await openSite();
  const app = await site.start({ file: writeSeason(manySided) });
  const ana = deskOf(site, 'ana');
  await app.send(lead('quixotica'));
  await site.settle();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'wrong_territory', note: 'Lead of quixotica sits in Boston' });
  await app.send(lead('zephyrworks', { title: TITLE, person: { phone: PHONE } }));
  await app.send({ ...lead('govonly'), owner_email: 'cleo@acme-sales.example' }, { source: 'crm' });
  await site.settle();
  const [given] = await site.query<{ id: string }>("select id from handoffs where owner_id = 'cleo'");
  const because = 'Lead of govonly asked for it';
  for (const to of ['next', 'ben'])
    await pressAs(app.app.core, site.slackIdOf('mia'), given?.id, { type: 'reassign', to, because });
  await site.settle();

  const log = JSON.stringify(await site.query('select * from routing_log')).toLowerCase();
  const leads = await site.query<{ words: string[] }>(
    `select array_remove(array[
        record -> 'person' ->> 'full_name', record -> 'person' ->> 'email', record -> 'person' ->> 'phone',
        record -> 'person' ->> 'title', record -> 'account' ->> 'name', record -> 'account' ->> 'domain'], null) as words
      from leads`,
  );
  const words = leads.flatMap((row) => row.words);
  expect(words).toEqual(expect.arrayContaining(['zephyrworks', TITLE, PHONE, 'lead@govonly.example']));
  expect(words.filter((word) => log.includes(word.toLowerCase()))).toEqual([]);
  expect(log).toContain('reassigned by mia');
});

test('explain tells one decision with every number, and says plainly what it cannot make again', async () => {
  const site = await openSite();
  const app = await site.start();
  await app.send(leadAt('initech'));
  await site.settle();
  const [row] = await site.query<{ id: string }>('select id from handoffs');
  const id = row?.id ?? '';
  const reach = { db: site.database.db, env: {}, now: site.clock.now };
  const version = app.app.core.inForce().version;

  const { output, exitCode } = await runExplain(reach, [id.slice(0, 8), '--replay']);
  expect(exitCode).toBe(0);
  expect(output.split('\n')).toEqual(
    expect.arrayContaining([
      `Handoff ${id}: 1 decision`,
      'because     "new lead"',
      'decided     pool: ana, pool sdr-emea',
      `settings    ${version}, first in force 2026-11-23T09:00:00.000Z`,
      '  ana: chosen (lag 0, weight 1)',
      '  ben: could take it (lag 0, weight 1)',
      '  person ana: as usual',
      'replay      agrees',
    ]),
  );
  expect(JSON.parse((await runExplain(reach, [id, '--json', '--replay'])).output)).toMatchObject({
    handoffId: id,
    decisions: [{ chosenId: 'ana', settingsVersion: version, replay: { result: 'agrees' } }],
  });

  await site.query(`update settings_versions set document = document - 'sla'`);
  expect((await runExplain(reach, [id, '--replay'])).output).toContain(
    'replay      cannot be made again: its settings can no longer be read: sla',
  );
  await site.query('delete from settings_versions');
  const gone = await runExplain(reach, [id, '--replay']);
  expect(gone.output).toContain('replay      cannot be made again: its settings are not stored');
  expect(gone.exitCode).toBe(0);
});

test('what explain cannot make sense of is said with what it expects', async () => {
  const site = await openSite();
  const reach = { db: site.database.db, env: {}, now: site.clock.now };
  const first = async (...args: string[]) => {
    const { output, exitCode } = await runExplain(reach, args);
    return `${exitCode}: ${output.split('\n')[0]}`;
  };
  expect(await first()).toBe('2: which handoff? Expected its id, or at least its first 4 characters');
  expect(await first('abcd1234')).toBe(
    '2: no decision about a handoff that begins with abcd1234; lists in Slack show ids',
  );
  expect(await first('abcd', '--reply')).toBe('2: no option --reply; expected --replay, --json, --since');
  expect(await first('--since', '30d')).toBe('2: --since makes decisions again: expected --replay with it');
  expect(await first('--replay', '--since', 'soon')).toBe(
    '2: --since: expected a length of time such as 30d or 12h',
  );
  expect(await first('--replay', '--since')).toBe('2: --since: expected a length of time such as 30d or 12h');
  expect(await first('--replay', '--since', '30d')).toBe('0: Decisions since 2026-10-24T09:00:00.000Z');
});
