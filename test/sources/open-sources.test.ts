import { expect, test } from 'vitest';
import { openSources } from '#src/sources/open-sources.ts';
import { makeSettings } from './make-source.ts';

const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const env = (values: Record<string, string>) => (name: string) => values[name];

test('a source with its secrets and a mapping that compiles is ready', () => {
  const opened = openSources(
    makeSettings(
      { id: 'site', auth: { type: 'standard-webhooks', secret_env: ['OLD', 'NEW'] } },
      { id: 'open', auth: 'none', format: 'mapped', map: { 'person.email': 'email' } },
    ),
    env({ OLD: WHSEC, NEW: ` ${WHSEC}\n` }),
  );
  expect(opened.problems).toEqual([]);
  expect([...opened.sources.keys()]).toEqual(['site', 'open']);
  expect(opened.sources.get('site')?.secrets).toEqual([WHSEC, WHSEC]);
  expect(opened.sources.get('open')?.auth).toBe('none');
});

test('everything that is wrong is named at once, with its place, and no secret is quoted', () => {
  const opened = openSources(
    makeSettings(
      { id: 'a', auth: { type: 'bearer', secret_env: ['MISSING'] } },
      { id: 'b', auth: { type: 'standard-webhooks', secret_env: ['GOOD', 'BAD'] } },
      { id: 'c', auth: undefined, format: 'mapped', map: { 'person.emial': 'email', refs: 'refs' } },
      {
        id: 'd',
        auth: {
          type: 'hmac',
          secret_env: ['EMPTY'],
          header: 'x',
          template: '{id}.{body}',
          timestamp_header: 'y',
          tolerance: '1bd',
        },
      },
      { id: 'e' },
      { id: 'e' },
    ),
    env({ GOOD: WHSEC, BAD: 'correct horse battery', EMPTY: ' ' }),
  );
  expect([...opened.sources.keys()]).toEqual(['e']);
  expect(opened.problems).toEqual([
    { path: 'sources[0].auth.secret_env[0]', problem: 'the environment variable MISSING is not set' },
    {
      path: 'sources[1].auth.secret_env[1]',
      problem: 'the environment variable BAD holds no Standard Webhooks secret: expected whsec_ and base64',
    },
    {
      path: 'sources[2].auth',
      problem: 'missing: say how deliveries prove who sent them, or auth: none to let everybody post leads',
    },
    {
      path: 'sources[2].map.person.emial',
      problem: 'not a place in the lead; did you mean person.email?',
    },
    { path: 'sources[3].auth.secret_env[0]', problem: 'the environment variable EMPTY is not set' },
    { path: 'sources[3].auth.id_header', problem: 'needed, because the template has {id}' },
    {
      path: 'sources[3].auth.template',
      problem: 'expected {timestamp} in it, because there is a timestamp_header',
    },
    { path: 'sources[3].auth.tolerance', problem: 'expected minutes, hours or days, such as 5m' },
    { path: 'sources[5].id', problem: 'there are two sources "e"' },
  ]);
});

test('the way of a tool needs its format, its choices, and where it signs the address PUBLIC_URL', () => {
  const problemsOf = (auth: object, format = 'typeform', values: Record<string, string> = { KEY: 'k' }) =>
    openSources(makeSettings({ id: 'a', format: format as 'typeform', auth: auth as never }), env(values))
      .problems;
  const own = { type: 'own', secret_env: ['KEY'] };
  expect(problemsOf(own)).toEqual([]);
  expect(problemsOf(own, 'typeform', {})).toEqual([
    { path: 'sources[0].auth.secret_env[0]', problem: 'the environment variable KEY is not set' },
  ]);
  expect(problemsOf(own, 'canonical')).toEqual([
    {
      path: 'sources[0].auth.type',
      problem: 'the format canonical has no way of its own; expected the format of a tool, or another type',
    },
  ]);
  expect(problemsOf({ type: 'own', secret_sha256: ['a'.repeat(64)] })).toEqual([
    {
      path: 'sources[0].auth.secret_sha256',
      problem: 'this tool signs: expected secret_env, as a hash signs nothing',
    },
  ]);
  expect(problemsOf({ type: 'jwt', secret_env: ['KEY'] }, 'canonical')).toEqual([
    {
      path: 'sources[0].auth',
      problem: 'the address is signed: expected PUBLIC_URL in the environment, as the sender knows the app',
    },
  ]);
  const both = { type: 'hmac', secret_env: ['KEY'], header: 'x', parameter: 'y' };
  expect(problemsOf(both, 'canonical')).toEqual([
    {
      path: 'sources[0].auth.header',
      problem: 'expected where the signature is: a header, or a parameter of the address',
    },
  ]);
});
