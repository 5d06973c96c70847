import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runDoctor } from '#src/cli/doctor.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { reachOf } from '../support/reach.ts';
import { openSite } from '../support/site.ts';

/** `handoff.yaml` with pieces of it replaced, as a file of its own. */
function fileWith(...changes: [from: string, to: string][]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-doctor-')), 'new.yaml');
  const text = changes.reduce(
    (changed, [from, to]) => {
      if (!changed.includes(from)) throw new Error(`handoff.yaml does not contain ${from}`);
      return changed.replace(from, to);
    },
    readFileSync('handoff.yaml', 'utf8'),
  );
  writeFileSync(file, text);
  return file;
}

const CATCH_ALL = '  - { id: rest-of-world, to: { pool: sdr-emea } }\n';

test('the example is not broken, and what is worth knowing of it is said', async () => {
  const site = await openSite();
  await site.start();
  const { output, exitCode } = await runDoctor(reachOf(site.database.db), []);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^handoff\.yaml, settings version \w+\n/);
  // Thanksgiving is three days away.
  expect(output).toContain(
    'pool sdr-americas: nobody is on Thu 26 Nov 15:00–Fri 27 Nov 00:00 (Europe/Berlin)',
  );
  expect(output).not.toContain('Broken');
});

test('countries nobody can read are listed, with how many leads tell each', async () => {
  const site = await openSite();
  const running = await site.start();
  const from = (no: number, country: string) => {
    const lead = leadAt(`company${no}`);
    return { ...lead, person: { ...lead.person, country } };
  };
  const countries = ['Ruritania', 'Ruritania', 'Korea, Republic of'];
  for (const [no, country] of countries.entries()) await running.send(from(no, country));
  await site.settle();
  const { output } = await runDoctor(reachOf(site.database.db), []);
  expect(output).toContain('countries that nobody here can read: "Ruritania" (2). No rule');
});

test('another file is examined against this database before it is put in force', async () => {
  const site = await openSite();
  await site.start();
  const file = fileWith(
    [CATCH_ALL, '  - { id: austria, when: { country: [AT] }, to: { pool: sdr-emea } }\n'],
    [
      '  - { id: americas,',
      '  - { id: dach, when: { territory: dach }, to: { pool: sdr-emea } }\n  - { id: americas,',
    ],
  );
  const { output, exitCode } = await runDoctor(reachOf(site.database.db), ['--config', file]);
  expect(exitCode).toBe(1);
  expect(output).toContain(
    'routes of mql_to_sdr: a lead that no route fits waits for nobody; such as one with country FR',
  );
  expect(output).toContain('route austria: never reached: dach above takes every lead that fits it');
});

test('a file that is not right is refused with what is wrong, and so is an option nobody knows', async () => {
  const site = await openSite();
  await site.start();
  const reach = reachOf(site.database.db);
  const file = fileWith(['pool: sdr-emea }', 'pool: sdr-emae }']);
  const wrong = await runDoctor(reach, ['--config', file]);
  expect(wrong.exitCode).toBe(1);
  expect(wrong.output).toContain('no pool "sdr-emae"');
  expect(await runDoctor(reach, ['--confg', file])).toEqual({
    output: `"--confg ${file}" is not understood; expected --config <file>, --slack, or nothing`,
    exitCode: 1,
  });
});

test('somebody whom Slack has deactivated is found, in Slack too, with everything that counts on them', async () => {
  const site = await openSite();
  const { app } = await site.start();
  site.slack.deactivate(site.slackIdOf('mia'));
  await app.checkPeople();
  const answer = deskOf(site, 'olga');
  expect(answer.read(await answer.ask('/handoff doctor'))).toContain(
    'person mia: Mia Lindqvist: deactivated in Slack; the settings still count on them: manager of ana, ben, max, eva and vic',
  );
});

test('a pool in which everybody is full is broken, and the command line says so by its exit code', async () => {
  const site = await openSite();
  const running = await site.start();
  for (const company of ['one', 'two', 'three', 'four', 'five', 'six']) await running.send(leadAt(company));
  await site.settle();
  const { output, exitCode } = await runDoctor(reachOf(site.database.db), []);
  expect(exitCode).toBe(1);
  expect(output).toContain(
    'pool sdr-emea: everybody who is there is full: Ana Duarte 3/3 unanswered, 0/15 not contacted, 3/30 today; Ben Okafor 3/3',
  );
});

test('the doctor answers managers and ops, and nobody else', async () => {
  const site = await openSite();
  await site.start();
  const ask = async (who: string) => {
    const desk = deskOf(site, who);
    return desk.read(await desk.ask('/handoff doctor'));
  };
  expect(await ask('mia')).toContain('What a lead would run into with settings version');
  expect(await ask('ana')).toBe('The doctor answers managers and ops.');
});
