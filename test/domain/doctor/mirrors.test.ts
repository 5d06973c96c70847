import { expect, test } from 'vitest';
import { findInMirrors } from '#domain/doctor/mirrors.ts';
import type { KnownMirror } from '#domain/doctor/world.ts';
import { accountsSettings } from '#domain/mirror-settings.ts';
import { make } from '../make.ts';
import { worldOf } from './make.ts';

const settings = {
  ...make.settings({}),
  accounts: accountsSettings.parse([{ from: 'hubspot', token_env: 'TOKEN' }]),
};
const now = new Date('2026-11-23T09:00:00Z');
const lastNight = new Date('2026-11-23T01:30:00Z');

const read = (overrides: Partial<KnownMirror> = {}): KnownMirror => ({
  finishedAt: lastNight,
  failedAt: null,
  problem: null,
  owners: new Map(),
  ...overrides,
});
const found = (mirror: KnownMirror | null) =>
  findInMirrors(
    settings,
    worldOf(settings, {}, { mirrors: new Map(mirror === null ? [] : [['hubspot', mirror]]) }),
    now,
  ).map(({ severity, what }) => [severity, what]);

test('accounts that were read last night, all of people here, are no finding', () => {
  expect(found(read({ owners: new Map([['ana@acme.example', 4]]) }))).toEqual([]);
  expect(findInMirrors({ ...settings, accounts: [] }, worldOf(settings), now)).toEqual([]);
});

test('accounts that cannot be read, were never read or not for two days are told', () => {
  const problem = 'HubSpot refuses to answer (HTTP 401): check token and scopes';
  expect(found(read({ failedAt: lastNight, problem }))).toEqual([
    ['risk', `they cannot be read since Mon 23 Nov: ${problem}`],
  ]);
  expect(found(null)).toEqual([['note', 'they were never read to the end']]);
  expect(found(read({ finishedAt: new Date('2026-11-20T01:30:00Z') }))).toEqual([
    ['risk', 'they were read last on Fri 20 Nov'],
  ]);
});

test('owners who are nobody here are told with how many accounts they have', () => {
  const owners = new Map([
    ['gone@acme.example', 12],
    ['ana@acme.example', 3],
    ['left@acme.example', 1],
  ]);
  expect(found(read({ owners }))).toEqual([
    [
      'note',
      'owners who are nobody here, with their accounts: gone@acme.example (12) and left@acme.example (1)',
    ],
  ]);
});
