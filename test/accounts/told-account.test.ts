import { expect, test } from 'vitest';
import { dayOf, readAccountTold, yesOrNo } from '#src/accounts/told-account.ts';

test('domains are read out of sites and addresses, each once; what is none is left out', () => {
  const told = readAccountTold({
    recordId: '1',
    domains: [
      'HTTPS://www.Globex.example:443/de?x#y',
      'globex.example',
      'globex.de; www.globex.fr, info@globex.it',
      'bücher.example',
      'not a domain',
      'localhost',
      '192.168.0.1',
      null,
      12,
    ],
  });
  expect(told.facts.domains).toEqual([
    'globex.example',
    'globex.de',
    'globex.fr',
    'globex.it',
    'xn--bcher-kva.example',
  ]);
});

test('yes and no are read as fields say them', () => {
  expect([true, 'Yes', '1', 'ja', 3, '2024-03-05'].map(yesOrNo)).toEqual(Array(6).fill(true));
  expect([false, 'No', '0', 'nein', 0].map(yesOrNo)).toEqual(Array(5).fill(false));
  expect([null, undefined, '', '  ', 'perhaps', {}].map(yesOrNo)).toEqual(Array(6).fill(null));
});

test('a day is read of a date, an instant and milliseconds, and of nothing else', () => {
  expect(['2024-03-05', '2024-03-05T23:59:59Z', '1709596800000', 1_709_596_800_000].map(dayOf)).toEqual(
    Array(4).fill('2024-03-05'),
  );
  expect(['2024-02-31', '0001-01-01', '05.03.2024', 'soon', '', null].map(dayOf)).toEqual(
    Array(6).fill(null),
  );
});

test('what no database keeps is taken out, and nothing is too long', () => {
  const told = readAccountTold({
    recordId: 'a\u0000b',
    name: `x\u0000\ud800${'y'.repeat(1_000)}`,
    domains: Array.from({ length: 500 }, (_, no) => `c${no}.example`),
    team: ['nobody', 'A@B.example', null],
    ownerEmail: 'no address',
  });
  expect(told.recordId).toBe('ab');
  expect(told.name?.length).toBe(300);
  expect(told.name?.isWellFormed()).toBe(true);
  expect(told.facts.domains).toHaveLength(50);
  expect(told.facts.team).toEqual(['a@b.example']);
  expect(told.facts.ownerEmail).toBeNull();
});
