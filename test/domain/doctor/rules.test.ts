import { expect, test } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import type { Conditions } from '#domain/settings-shapes.ts';
import { found, policy, settingsWith } from './make.ts';

const toPool = { pool: 'sdr' };

/** Routes in this order, and a last one for everything else. */
const routed = (...whens: Conditions[]): Settings =>
  settingsWith({
    routes: [
      ...whens.map((when, index) => ({ id: `r${index + 1}`, when, to: toPool })),
      { id: 'all', to: toPool },
    ],
  });

const never = (where: string, by: string) => ({
  severity: 'risk',
  where,
  what: `never reached: ${by} above takes every lead that fits it`,
});

test('settings in which nothing is wrong are well', () => {
  expect(found(settingsWith())).toEqual([]);
});

test('a route is unreachable behind one that asks for less', () => {
  expect(found(routed({ country: 'DE' }, { country: 'DE', employees: { min: 50 } }))).toEqual([
    never('route r2', 'r1'),
  ]);
});

test('a route that asks for more, or for something else, can be reached', () => {
  expect(found(routed({ country: 'DE', employees: { min: 50 } }, { country: 'DE' }))).toEqual([]);
  expect(found(routed({ country: 'DE' }, { employees: { min: 50 } }))).toEqual([]);
});

test('each kind of test follows from a narrower one of its kind', () => {
  expect(found(routed({ industry: ['software', 'saas'] }, { industry: ' SaaS ' }))).toEqual([
    never('route r2', 'r1'),
  ]);
  expect(found(routed({ employees: { min: 50 } }, { employees: { min: 100, max: 500 } }))).toEqual([
    never('route r2', 'r1'),
  ]);
  expect(found(routed({ employees: { min: 50, max: 500 } }, { employees: [50, 200] }))).toEqual([
    never('route r2', 'r1'),
  ]);
  expect(
    found(routed({ title: { includes: ['head', 'vp'] } }, { title: { includes: ['head of sales'] } })),
  ).toEqual([never('route r2', 'r1')]);
  expect(found(routed({ country: { none_of: ['US'] } }, { country: ['DE', 'AT'] }))).toEqual([
    never('route r2', 'r1'),
  ]);
  expect(found(routed({ country: { none_of: ['US'] } }, { country: { none_of: ['US', 'CA'] } }))).toEqual([
    never('route r2', 'r1'),
  ]);
  expect(found(routed({ existing_customer: true }, { existing_customer: true, score: { min: 5 } }))).toEqual([
    never('route r2', 'r1'),
  ]);
});

test('tests that leave something over do not hide a rule', () => {
  expect(found(routed({ employees: { min: 100 } }, { employees: { min: 99 } }))).toEqual([]);
  expect(found(routed({ title: { includes: ['head'] } }, { title: { includes: ['headhunter'] } }))).toEqual(
    [],
  );
  expect(found(routed({ country: { none_of: ['US'] } }, { country: { none_of: ['CA'] } }))).toEqual([]);
  expect(found(routed({ tags: { none_of: ['partner'] } }, { tags: 'evaluating' }))).toEqual([]);
});

test('countries are the same however they are spelt', () => {
  expect(found(routed({ country: ['Germany', 'Austria'] }, { country: 'DE' }))).toEqual([
    never('route r2', 'r1'),
  ]);
});

test('several rules above may take everything together', () => {
  expect(found(routed({ country: 'DE' }, { country: 'AT' }, { country: ['DE', 'AT'] }))).toEqual([
    {
      severity: 'risk',
      where: 'route r3',
      what: 'never reached: r1 and r2 above take every lead that fits it',
    },
  ]);
  expect(found(routed({ temperature: { none_of: ['cold'] } }, { temperature: ['hot', 'warm'] }))).toEqual([
    never('route r2', 'r1'),
  ]);
});

test('a route to a person hides nothing: it is passed over while they cannot take leads', () => {
  const settings = settingsWith({
    routes: [
      { id: 'to-ana', when: { country: 'DE' }, to: { person: 'ana' } },
      { id: 'germans', when: { country: 'DE' }, to: toPool },
      { id: 'all', to: toPool },
    ],
  });
  expect(found(settings)).toEqual([]);
});

test('a territory brings its own conditions along, and follows from them', () => {
  const territories = [
    { id: 'dach', when: { country: ['DE', 'AT', 'CH'] } },
    { id: 'uk', when: { country: 'GB' } },
  ];
  const behind = (first: Conditions, second: Conditions): Settings => ({
    ...routed(first, second),
    territories,
  });
  expect(found(behind({ country: { none_of: ['GB'] } }, { territory: 'dach' }))).toEqual([
    never('route r2', 'r1'),
    { severity: 'note', where: 'territory uk', what: 'no rule asks for it' },
  ]);
  expect(found(behind({ territory: ['dach', 'uk'] }, { country: 'Austria' }))).toEqual([
    never('route r2', 'r1'),
  ]);
});

test('a rule that no lead can meet is found', () => {
  const territories = [{ id: 'dach', when: { country: ['DE', 'AT', 'CH'] } }];
  const impossible = (where: string) => ({
    severity: 'risk',
    where,
    what: 'no lead can meet its conditions',
  });
  expect(found({ ...routed({ territory: 'dach', country: 'US' }), territories })).toEqual([
    impossible('route r1'),
  ]);
  const segments = [
    { id: 'big', when: { employees: { min: 500 } } },
    { id: 'small-german', when: { territory: 'dach', country: 'FR' } },
  ];
  expect(
    found({
      ...routed({ segment: 'big', employees: { max: 50 } }, { segment: 'small-german' }),
      territories,
      segments,
    }),
  ).toEqual([impossible('segment small-german'), impossible('route r1'), impossible('route r2')]);
});

test('a territory behind one that takes all of it is found', () => {
  const territories = [
    { id: 'europe', when: { country: ['DE', 'FR', 'GB'] } },
    { id: 'france', when: { country: 'FR', employees: { min: 5 } } },
  ];
  expect(found({ ...routed({ territory: 'europe' }, { territory: 'france' }), territories })).toEqual([
    never('territory france', 'europe'),
    { severity: 'risk', where: 'route r2', what: 'no lead can meet its conditions' },
  ]);
});

test('an SLA policy that nothing reaches is found', () => {
  const settings = settingsWith({
    sla: [
      policy('hot', { temperature: ['hot', 'warm'] }),
      policy('warm', { temperature: 'warm' }),
      policy('all', {}),
    ],
  });
  expect(found(settings)).toEqual([never('sla warm', 'hot')]);
});

test('territories of which two fit one lead are told with such a lead', () => {
  const territories = [
    { id: 'dach', when: { country: ['DE', 'AT', 'CH'] } },
    { id: 'giants', when: { employees: { min: 5000 } } },
  ];
  expect(found({ ...routed({ territory: ['dach', 'giants'] }), territories })).toEqual([
    {
      severity: 'note',
      where: 'territory giants',
      what: 'overlaps with dach: a lead with country DE, employees 5000 fits both, and goes to dach, which stands first',
    },
  ]);
});

test('an exception that stands before its rule is no overlap', () => {
  const territories = [
    { id: 'berlin', when: { country: 'DE', region: 'Berlin' } },
    { id: 'germany', when: { country: 'DE' } },
  ];
  expect(found({ ...routed({ territory: ['berlin', 'germany'] }), territories })).toEqual([]);
});

test('a leg whose routes leave somebody over is told with such a lead', () => {
  const settings = settingsWith({
    routes: [
      { id: 'big', when: { country: ['DE', 'FR'], employees: { min: 50 } }, to: toPool },
      { id: 'others', when: { country: { none_of: ['DE', 'FR'] } }, to: toPool },
    ],
  });
  expect(found(settings)).toEqual([
    {
      severity: 'broken',
      where: 'routes of mql_to_sdr',
      what: 'a lead that no route fits waits for nobody; such as one with country FR, employees 49',
    },
  ]);
});

test('what only leads without a fact fall through is told as such', () => {
  const settings = settingsWith({
    routes: [
      { id: 'small', when: { employees: { max: 49 } }, to: toPool },
      { id: 'big', when: { employees: { min: 50 } }, to: toPool },
    ],
  });
  expect(found(settings)).toEqual([
    {
      severity: 'broken',
      where: 'routes of mql_to_sdr',
      what: 'a lead that no route fits waits for nobody; such as one with employees not known',
    },
  ]);
});

test('routes for every temperature leave nobody over', () => {
  const settings = settingsWith({
    routes: [
      { id: 'hot', when: { temperature: 'hot' }, to: toPool },
      { id: 'rest', when: { temperature: ['warm', 'cold'] }, to: toPool },
    ],
  });
  expect(found(settings)).toEqual([]);
});

test('a team without any route, and a pool of a leg without one, are told', () => {
  expect(found(settingsWith({ routes: [], pools: [] }))).toContainEqual({
    severity: 'broken',
    where: 'routes of mql_to_sdr',
    what: 'there is no route: every lead waits',
  });
  const ae = { id: 'ae', name: 'AEs', leg: 'sql_to_ae' as const, members: [{ person: 'ana' }] };
  const sdr = { id: 'sdr', name: 'SDRs', members: [{ person: 'ana' }, { person: 'ben' }] };
  expect(found(settingsWith({ pools: [sdr, ae] }))).toEqual([
    { severity: 'broken', where: 'routes of sql_to_ae', what: 'no route leads a lead to pool ae' },
    {
      severity: 'risk',
      where: 'pool ae',
      what: 'no route leads to it, no pool overflows into it, and no ladder ends in it',
    },
  ]);
});
