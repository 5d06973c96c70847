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
