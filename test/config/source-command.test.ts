import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { source } from '#src/cli/source.ts';

const MONDAY = new Date('2026-11-23T08:00:00Z');

/** `source test website …` with the settings of the repository, and the bodies as files. */
async function ask(bodies: (string | Buffer)[], args: string[] = [], sourceId = 'website') {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-'));
  const files = bodies.map((body, index) => {
    const file = join(folder, `${index}.body`);
    writeFileSync(file, body);
    return file;
  });
  const said: string[] = [];
  const wrong: string[] = [];
  const exitCode = await source.run(['test', sourceId, ...files, ...args], {
    env: { HANDOFF_CONFIG: 'handoff.yaml' },
    now: () => MONDAY,
    print: (text) => void said.push(text),
    complain: (text) => void wrong.push(text),
  });
  const short = (lines: string[]) => lines.join('\n').replaceAll(`${folder}/`, '');
  return { exitCode, said: short(said), wrong: short(wrong) };
}

const grace = {
  id: 'form-1',
  person: { email: 'Grace <G@globex.example>' },
  account: { name: 'Globex', employees: '51-200', existing_customer: 'no' },
  temperature: 'Lukewarm',
  temperatur: 'hot',
};

test('it says the id, each fact and what it was converted from, what was left out, and how it is judged', async () => {
  const { exitCode, said } = await ask([JSON.stringify(grace)]);
  expect(exitCode).toBe(0);
  expect(said.split('\n').slice(0, 12)).toEqual([
    '0.body: 1 item',
    '',
    '1. lead, id form-1',
    '  person.email: "g@globex.example"  (converted from "Grace <G@globex.example>")',
    '  account.name: "Globex"',
    '  account.employees: 51  (converted from "51-200")',
    '  account.existing_customer: false  (converted from "no")',
    '  channel: "demo_request"',
    '  left out, or not as it was sent',
    '    temperatur: not a field here; did you mean temperature?; sent: "hot"',
    '    account.employees: a range: its lower end is kept; sent: "51-200"',
    expect.stringMatching(/^ {4}temperature: .+; sent: "Lukewarm"$/),
  ]);
  expect(said).toContain('  judged, if nothing else is known of them: ');
});

test('it says by which route a lead would go, and that the database may know better', async () => {
  const { said } = await ask([
    JSON.stringify({ ...grace, person: { email: 'g@globex.example', country: 'Canada' } }),
  ]);
  expect(said).toContain(
    '  routed, if its company has no owner: by the route americas to the pool sdr-americas',
  );
});

test('an id that is the person’s is warned of, and one id for different things', async () => {
  const same = { ...grace, id: 'g@globex.example' };
  const { said } = await ask([
    JSON.stringify(same),
    JSON.stringify({ ...same, account: { name: 'Initech' } }),
  ]);
  expect(said).toContain('  ! this id is the person’s: what they do next would have it too');
  expect(said).toContain(
    '! one id, g@globex.example, for different things: 0.body (1), 1.body (1). An id has to name what happened',
  );
  expect((await ask([JSON.stringify(grace), JSON.stringify(grace)])).said).not.toContain('!');
});

test('a body is read by its headers, as the webhook does', async () => {
  const form = await ask(
    ['person%5Bemail%5D=g%40globex.example&x=1'],
    ['--content-type', 'application/x-www-form-urlencoded'],
  );
  expect(form.exitCode).toBe(1);
  expect(form.said).toContain('would be quarantined');
  const packed = await ask([gzipSync(JSON.stringify(grace))], ['--header', 'Content-Encoding: gzip']);
  expect(packed.said).toContain('1. lead, id form-1');
});

test('who cannot be named is said to go to quarantine, and what a rep or a machine did is not judged', async () => {
  const nobody = await ask([JSON.stringify({ id: 'x', account: { name: 'Globex' } })]);
  expect(nobody).toMatchObject({ exitCode: 1 });
  expect(nobody.said).toContain('1. id x: would be quarantined\n    person: names nobody');
  const did = { kind: 'activity', person: grace.person, activity: { channel: 'email', automatic: true } };
  expect((await ask([JSON.stringify(did)])).said).toContain('a machine made it: shown, and stops no clock');
});

test('what is refused is refused in the webhook’s words, and a mistyped source with a suggestion', async () => {
  expect(await ask(['{'])).toMatchObject({
    exitCode: 1,
    wrong: expect.stringContaining('0.body: the body is not valid JSON: expected'),
  });
  expect((await ask(['{}'], [], 'websit')).wrong).toContain('no source "websit"; did you mean "website"?');
  expect((await ask(['{}'], ['--heder', 'x'])).wrong).toContain(
    'no option --heder; expected --content-type, --header, --config',
  );
});

async function add(args: string[], text = readFileSync('handoff.yaml', 'utf8')) {
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-')), 'handoff.yaml');
  writeFileSync(file, text);
  const said: string[] = [];
  const wrong: string[] = [];
  const exitCode = await source.run(['add', ...args, '--config', file], {
    env: {},
    now: () => MONDAY,
    print: (line) => void said.push(line),
    complain: (line) => void wrong.push(line),
  });
  return { exitCode, said: said.join('\n'), wrong: wrong.join('\n'), after: readFileSync(file, 'utf8') };
}

test('it prints the settings of a tool, its variables and its steps, and writes nothing', async () => {
  const { exitCode, said, after } = await add(['hubspot', '--id', 'crm-events']);
  expect(exitCode).toBe(0);
  expect(said).toContain(
    [
      '  - id: crm-events',
      '    name: HubSpot',
      '    format: hubspot',
      '    auth:',
      '      type: own',
      '      secret_env:',
      '        - CRM_EVENTS_SECRET',
      '    api:',
      '      token_env: HUBSPOT_TOKEN',
    ].join('\n'),
  );
  expect(said).toContain('in the environment: CRM_EVENTS_SECRET, HUBSPOT_TOKEN');
  expect(said).toContain('In HubSpot:\n1. ');
  expect(after).toBe(readFileSync('handoff.yaml', 'utf8'));
});

test('with --write it stands behind the last source, every other line stays, and the file is right', async () => {
  const { exitCode, after } = await add(['salesforce', '--write']);
  expect(exitCode).toBe(0);
  const before = readFileSync('handoff.yaml', 'utf8').split('\n');
  const lines = after.split('\n');
  expect(before.filter((line) => line !== '' && !lines.includes(line))).toEqual([]);
  const again = await add(['typeform', '--id', 'form-2', '--write'], after);
  expect([again.exitCode, again.wrong]).toEqual([0, '']);
});

test('a tool nobody knows, and an id that is taken, are refused and nothing is written', async () => {
  expect((await add(['hubspott'])).wrong).toContain('no tool "hubspott"; did you mean "hubspot"?');
  const taken = await add(['typeform', '--id', 'website', '--write']);
  expect(taken.exitCode).toBe(1);
  expect(taken.wrong).toContain('Nothing was written.');
  expect(taken.after).toBe(readFileSync('handoff.yaml', 'utf8'));
});

test('a folder is no body', async () => {
  expect(await ask([], [tmpdir()])).toEqual({
    exitCode: 1,
    said: '',
    wrong: `${tmpdir()}: is a folder; expected a file with one body\nnpm run handoff -- help source says more`,
  });
});
