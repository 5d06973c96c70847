import { expect, test } from 'vitest';
import { diagnose } from '#domain/doctor/diagnose.ts';
import { MONDAY, mia, person, settingsWith, worldOf } from './make.ts';

const ids = Array.from({ length: 200 }, (_, no) => `rep${no}`);
const INDUSTRIES = ['software', 'retail', 'energy', 'health', 'food'];
const COUNTRIES = ['DE', 'FR', 'GB', 'US', 'IN', 'BR', 'JP', 'ES', 'IT', 'PL'];

test('five hundred rules and two hundred people are looked through in seconds', () => {
  const settings = settingsWith({
    people: [...ids.map((id) => person(id)), mia],
    pools: Array.from({ length: 50 }, (_, no) => ({
      id: `pool${no}`,
      name: `Pool ${no}`,
      members: ids.slice(no * 4, no * 4 + 4).map((id) => ({ person: id })),
    })),
    territories: COUNTRIES.map((country) => ({ id: country.toLowerCase(), when: { country } })),
    routes: [
      ...Array.from({ length: 499 }, (_, no) => ({
        id: `r${no}`,
        when: {
          territory: (COUNTRIES[no % 10] ?? '').toLowerCase(),
          industry: INDUSTRIES[Math.floor(no / 10) % 5] ?? '',
          employees: { min: 500 - no },
        },
        to: { pool: `pool${no % 50}` },
      })),
      { id: 'all', to: { pool: 'pool0' } },
    ],
  });
  const started = performance.now();
  const findings = diagnose(settings, worldOf(settings), MONDAY);
  expect(findings).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5_000);
});
