import { expect, test } from 'vitest';
import { glimpse } from '#src/sources/glimpse.ts';
import { makeReadable } from './make-source.ts';

const AT = new Date('2026-11-23T09:00:00Z');

test('of an item that is wrong elsewhere each right field is seen, and no wrong one', async () => {
  const sent = {
    kind: 'lead',
    temperature: 'boiling',
    channel: 'demo_request',
    person: { full_name: 'Ada', email: 'ada at initech', phone: '12', titel: 'Boss' },
    account: { name: 'Initech', domain: 7 },
    nonsense: true,
  };
  const seen = await glimpse(makeReadable({}), sent, sent, AT);
  expect(seen).toMatchObject({ kind: 'lead', channel: 'demo_request', account: { name: 'Initech' } });
  expect(seen?.person).toMatchObject({ full_name: 'Ada', phone: '12' });
  expect(seen?.person.email).toBeUndefined();
  expect(seen?.temperature).toBeUndefined();
});

test('what holds where the sender says nothing is seen too, and where nothing is seen there is nothing', async () => {
  const source = makeReadable({ defaults: { channel: 'chat', temperature: 'hot' } });
  const sent = { person: { full_name: 'Ada' } };
  expect(await glimpse(source, sent, sent, AT)).toMatchObject({ channel: 'chat', temperature: 'hot' });
  for (const nothing of [null, 'text', 42, [], {}, { person: 'Ada' }, { persn: { full_name: 'Ada' } }]) {
    expect(await glimpse(source, nothing, nothing, AT)).toBeNull();
  }
});
