import { expect, test } from 'vitest';
import { findInWords } from '#domain/doctor/words.ts';
import { settingsWith, worldOf } from './make.ts';

const route = (industry: string | string[] | { none_of: string[] }) =>
  settingsWith({
    routes: [
      { id: 'soft', when: { industry }, to: { pool: 'sdr' } },
      { id: 'all', to: { pool: 'sdr' } },
    ],
  });
const told = (countries: [string, number][], industries: [string, number][] = []) =>
  worldOf(settingsWith(), {}, { told: { countries: new Map(countries), industries: new Map(industries) } });

test('countries nobody can read are listed, the most told first, and those that can be read are not', () => {
  const [finding, ...more] = findInWords(
    settingsWith(),
    told([
      ['Atlantis', 2],
      ['Korea, Republic of', 40],
      ['EMEA', 7],
    ]),
  );
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    severity: 'note',
    what: 'leads of the last 90 days name countries that nobody here can read: "EMEA" (7) and "Atlantis" (2). No rule about a country holds or fails for them',
  });
});

test('a word for an industry that fitted none of many leads is told, with the words they do tell', () => {
  const industries: [string, number][] = [
    ['COMPUTER_SOFTWARE', 25],
    ['Dairy', 10],
  ];
  expect(findInWords(route(['software', 'fintech']), told([], industries))).toEqual([
    {
      severity: 'note',
      where: 'industries',
      what: 'rules ask for fintech, which none of 35 leads of the last 90 days is of',
      advice:
        'What they tell most: "COMPUTER_SOFTWARE" and "Dairy". Take one of these words, or take the word out.',
    },
  ]);
  expect(findInWords(route('software'), told([], industries))).toEqual([]);
  expect(findInWords(route({ none_of: ['fintech'] }), told([], industries))).toEqual([]);
});

test('of few leads nothing follows', () => {
  expect(findInWords(route('fintech'), told([], [['Dairy', 29]]))).toEqual([]);
});
