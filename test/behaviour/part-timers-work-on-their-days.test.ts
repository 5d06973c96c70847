import { expect, test } from 'vitest';
import { leadAt } from '../support/leads.ts';
import { withoutCaps, withPool } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Monday and Tuesday, 23 and 24 November 2026, at ten in Berlin. */
const MONDAY = new Date('2026-11-23T09:00:00Z');
const TUESDAY = new Date('2026-11-24T09:00:00Z');

const halfTime = withPool('sdr-emea', {
  members: [
    { person: 'ana', weight: 1, days: ['tue', 'wed'] },
    { person: 'ben', weight: 1 },
  ],
});

async function sendTo(stage: TestStage, companies: string[]): Promise<unknown[]> {
  for (const company of companies) {
    await stage.send(leadAt(company));
    await stage.settle();
  }
  const names = companies.map((company) => `'${company}'`).join(', ');
  return stage.query(`select h.owner_id as owner, count(*)::int as leads from handoffs h join leads l on l.id = h.lead_id
    where l.record -> 'account' ->> 'name' in (${names}) group by 1 order by 1`);
}

test('who works two days a week gets leads on those, their share of them, and none to make up for the others', async () => {
  const stage = await startStage({ at: MONDAY, settings: (settings) => halfTime(withoutCaps(settings)) });

  expect(await sendTo(stage, ['m1', 'm2', 'm3', 'm4'])).toEqual([{ owner: 'ben', leads: 4 }]);
  expect(
    await stage.query(`select record -> 'candidates' -> 0 as ana from routing_log order by id desc limit 1`),
  ).toEqual([{ ana: { repId: 'ana', check: 'off_day', weight: 1, lag: 0 } }]);

  stage.clock.set(TUESDAY);
  expect(await sendTo(stage, ['t1', 't2', 't3', 't4'])).toEqual([
    { owner: 'ana', leads: 2 },
    { owner: 'ben', leads: 2 },
  ]);
});
