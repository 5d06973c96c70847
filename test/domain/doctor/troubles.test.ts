import { expect, test } from 'vitest';
import type { KnownTrouble } from '#domain/doctor/world.ts';
import { ALL_SOURCES } from '#domain/rhythm.ts';
import { found, MONDAY, settingsWith } from './make.ts';

const trouble: KnownTrouble = {
  ...{ sourceId: 'website', kind: 'silent', amount: 14, problem: null },
  ...{ since: new Date('2026-11-20T23:30:00Z'), toldAt: MONDAY },
};
const BERLIN = settingsWith({ workspace: { time_zone: 'Europe/Berlin' } });

test('what is wrong with a source now is named, the worst first, with days of the team', () => {
  const troubles: KnownTrouble[] = [
    {
      ...trouble,
      ...{ kind: 'subscription', problem: 'Zoho CRM refuses', since: new Date('2026-11-28T18:00:00Z') },
    },
    trouble,
    { ...trouble, sourceId: ALL_SOURCES },
    { ...trouble, kind: 'refused' },
  ];
  expect(
    found(BERLIN, {}, { troubles }, MONDAY).filter(({ where }) =>
      /^(all sources|source website)$/.test(where),
    ),
  ).toEqual([
    {
      ...{ severity: 'broken', where: 'source website' },
      what: 'nothing came since Sat 21 Nov: by its own rhythm at least 14 deliveries should have',
    },
    {
      ...{ severity: 'broken', where: 'all sources' },
      what: 'nothing came since Sat 21 Nov: by its own rhythm at least 14 deliveries should have',
    },
    {
      ...{ severity: 'broken', where: 'source website' },
      what: 'its deliveries are refused since Sat 21 Nov',
    },
    {
      ...{ severity: 'risk', where: 'source website' },
      what: 'its subscription could not be made longer, and ends Sat 28 Nov: Zoho CRM refuses',
    },
  ]);
});
