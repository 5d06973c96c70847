import { expect, test } from 'vitest';
import type { CompanyFact } from '#domain/simulate/company-facts.ts';
import { make } from '../make.ts';
import { arrival, play, told } from './play.ts';

// Ana and Ben are at work in Berlin from nine to five; Monday 2 March 2026, 08:00 UTC is nine there.
const settings = make.settings();
const NEXT_WEEK = '2026-03-09T12:00:00Z';

test('leads are shared by turns, and one that comes at night is offered when work opens', () => {
  const { decided, figures } = play(
    settings,
    [
      arrival('one', '2026-03-02T09:00:00Z'),
      arrival('two', '2026-03-02T09:01:00Z'),
      arrival('late', '2026-03-02T20:00:00Z'),
    ],
    NEXT_WEEK,
  );
  expect(told(decided)).toEqual([
    'one → ana 2026-03-02T09:00',
    'two → ben 2026-03-02T09:01',
    'late → ana 2026-03-03T08:00',
  ]);
  expect(figures).toEqual({
    leads: 3,
    offered: 3,
    claims: 0,
    unmatched: 0,
    waiting: 0,
    waits: { count: 1, medianMinutes: 720, longestMinutes: 720 },
    byRep: [
      { repId: 'ana', count: 2, share: 2 / 3, due: 1.5 },
      { repId: 'ben', count: 1, share: 1 / 3, due: 1.5 },
    ],
    byRoute: [{ rule: 'route all', count: 3 }],
    byPool: [{ poolId: 'sdr', count: 3 }],
  });
});

test('what waited comes hot first, then by age, and to nobody faster than the pace of a backlog', () => {
  const night = [
    arrival('cold', '2026-03-02T20:00:00Z', { temperature: 'cold' }),
    arrival('old', '2026-03-02T20:10:00Z'),
    arrival('new', '2026-03-02T20:20:00Z'),
    arrival('hot', '2026-03-02T20:30:00Z', { temperature: 'hot' }),
  ];
  expect(told(play(settings, night, NEXT_WEEK).decided)).toEqual([
    'hot → ana 2026-03-03T08:00',
    'old → ben 2026-03-03T08:00',
    // Ana was passed over for the second, so Ben stands behind her share.
    'new → ben 2026-03-03T08:02',
    'cold → ana 2026-03-03T08:02',
  ]);
});

test('whoever is full gets the next one as soon as a lead of theirs is answered', () => {
  const tight = make.settings({
    pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }], caps: { unanswered: 1 } }],
  });
  const { decided, waiting } = play(
    tight,
    [arrival('one', '2026-03-02T09:00:00Z'), arrival('two', '2026-03-02T09:01:00Z')],
    NEXT_WEEK,
  );
  expect(told(decided)).toEqual(['one → ana 2026-03-02T09:00', 'two → ana 2026-03-02T09:15']);
  expect(waiting).toBe(0);
});

test('the cap of a day ends with the day', () => {
  const tight = make.settings({
    pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }], caps: { per_day: 1 } }],
  });
  const two = [arrival('one', '2026-03-02T09:00:00Z'), arrival('two', '2026-03-02T09:01:00Z')];
  expect(told(play(tight, two, NEXT_WEEK).decided)).toEqual([
    'one → ana 2026-03-02T09:00',
    'two → ana 2026-03-03T08:00',
  ]);
});

test('colleagues go to whoever works on the first of them, and later to whoever accepted', () => {
  const of = { record: make.lead({ person: { email: 'lead@globex.example' } }) };
  const closedAtOnce = { answered: 60_000, contacted: 60_000, closed: 60_000, isAccepted: true };
  const { decided } = play(
    settings,
    [
      arrival('one', '2026-03-02T09:00:00Z', of),
      arrival('two', '2026-03-02T09:05:00Z', { ...of, course: closedAtOnce }),
      arrival('other', '2026-03-02T09:06:00Z'),
      arrival('three', '2026-03-05T09:00:00Z', of),
    ],
    NEXT_WEEK,
  );
  expect(
    decided.map(({ id, outcome }) => [id, outcome.type === 'offered' && [outcome.repId, outcome.rule]]),
  ).toEqual([
    ['one', ['ana', 'route all']],
    ['two', ['ana', 'works on a colleague of theirs']],
    ['other', ['ben', 'route all']],
    ['three', ['ana', 'owner of the account']],
  ]);
});

test('a lead that no rule leads anywhere is told apart from one that waits', () => {
  const narrow = make.settings({
    routes: [{ id: 'german', when: { country: 'DE' }, to: { pool: 'sdr' } }],
  });
  const from = (country: string) => ({ record: make.lead({ person: { email: 'a@b.example', country } }) });
  const { figures } = play(
    narrow,
    [
      arrival('french', '2026-03-02T09:00:00Z', from('FR')),
      arrival('late', '2026-03-02T20:00:00Z', from('DE')),
    ],
    '2026-03-02T21:00:00Z',
  );
  expect(figures).toMatchObject({ leads: 2, offered: 0, unmatched: 1, waiting: 1 });
});

test('a claim pool has no rep to name', () => {
  const claim = make.settings({
    pools: [{ id: 'sdr', name: 'SDRs', mode: 'claim', deliver_to: 'C0SDR', members: [{ person: 'ana' }] }],
  });
  const { decided, figures } = play(claim, [arrival('one', '2026-03-02T20:00:00Z')], NEXT_WEEK);
  expect(told(decided)).toEqual(['one → claim 2026-03-02T20:00']);
  expect(figures).toMatchObject({ offered: 0, claims: 1, waiting: 0, byRep: [] });
});

const ownersOf = (decided: ReturnType<typeof play>['decided']) =>
  decided.map(({ id, outcome }) => [id, outcome.type === 'offered' && [outcome.repId, outcome.rule]]);
const at = (instant: string) => ({ at: new Date(instant), domain: 'globex.example' });
const fromGlobex = { record: make.lead({ person: { email: 'second@globex.example' } }) };

test('what was known of a company before, and what becomes known on the way, names its owner', () => {
  const facts: CompanyFact[] = [
    { ...at('2026-02-02T09:00:00Z'), type: 'owned', repId: 'ana' },
    { ...at('2026-02-03T09:00:00Z'), type: 'had', leadId: 'past', leg: 'sql_to_ae', repId: 'mia' },
    { ...at('2026-03-02T10:00:00Z'), type: 'stage', leadId: 'past', stage: 'closed_won' },
    { ...at('2026-03-02T12:00:00Z'), type: 'stage', leadId: 'past', stage: 'closed_lost' },
  ];
  const { decided } = play(
    settings,
    [
      arrival('before', '2026-03-02T09:00:00Z', fromGlobex),
      arrival('customer', '2026-03-02T11:00:00Z', fromGlobex),
      arrival('lost', '2026-03-02T13:00:00Z', fromGlobex),
    ],
    NEXT_WEEK,
    facts,
  );
  expect(ownersOf(decided)).toEqual([
    ['before', ['ana', 'owner of the account']],
    ['customer', ['mia', 'owner of the customer']],
    ['lost', ['ana', 'owner of the account']],
  ]);
});

test('whoever worked on a colleague of theirs before has them, for as long as they did', () => {
  const until = new Date('2026-03-02T10:00:00Z');
  const closed = { answered: 60_000, contacted: 60_000, closed: 60_000, isAccepted: false };
  const { decided } = play(
    settings,
    [
      arrival('one', '2026-03-02T09:00:00Z', { ...fromGlobex, course: closed }),
      arrival('two', '2026-03-02T11:00:00Z', fromGlobex),
    ],
    NEXT_WEEK,
    [{ ...at('2026-02-02T09:00:00Z'), type: 'worked_on', repId: 'ben', until }],
  );
  expect(ownersOf(decided)).toEqual([
    ['one', ['ben', 'works on a colleague of theirs']],
    ['two', ['ana', 'route all']],
  ]);
});

test('companies are grouped by the settings at hand', () => {
  const grouped = make.settings({
    named_accounts: [{ domain: 'globex.example', aliases: ['globex.test'], subsidiaries: ['hooli.example'] }],
    free_mail: { also: ['umbrella.example'] },
  });
  const facts: CompanyFact[] = [
    { ...at('2026-02-02T09:00:00Z'), type: 'owned', repId: 'ben' },
    { ...at('2026-02-02T09:00:00Z'), domain: 'umbrella.example', type: 'owned', repId: 'mia' },
  ];
  const from = (id: string, domain: string) =>
    arrival(id, '2026-03-02T09:00:00Z', { record: make.lead({ person: { email: `a@${domain}` } }) });
  const arrivals = [
    from('alias', 'globex.test'),
    from('subsidiary', 'hooli.example'),
    from('mail', 'umbrella.example'),
  ];
  expect(ownersOf(play(grouped, arrivals, NEXT_WEEK, facts).decided)).toEqual([
    ['alias', ['ben', 'owner of the account']],
    ['subsidiary', ['ben', 'owner of an account of the same group']],
    ['mail', ['ana', 'route all']],
  ]);
  expect(ownersOf(play(settings, arrivals, NEXT_WEEK, facts).decided)).toEqual([
    ['alias', ['ana', 'route all']],
    ['subsidiary', ['ben', 'route all']],
    ['mail', ['mia', 'owner of the account']],
  ]);
});

test('whoever claimed a lead then has its company from then on', () => {
  const claim = make.settings({
    pools: [{ id: 'sdr', name: 'SDRs', mode: 'claim', deliver_to: 'C0SDR', members: [{ person: 'ana' }] }],
  });
  const claimed = { lay: 'claim' as const, repId: 'ben', firstOfferedAt: new Date('2026-03-02T09:30:00Z') };
  const { decided } = play(
    claim,
    [
      arrival('one', '2026-03-02T09:00:00Z', { ...fromGlobex, ...claimed }),
      arrival('two', '2026-03-02T11:00:00Z', fromGlobex),
    ],
    NEXT_WEEK,
  );
  expect(told(decided)).toEqual(['one → claim 2026-03-02T09:00', 'two → ben 2026-03-02T11:00']);
});
