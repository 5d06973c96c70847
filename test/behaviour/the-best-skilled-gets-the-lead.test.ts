import { expect, test } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import type { Conditions } from '#domain/settings-shapes.ts';
import { decisionsOf } from '../support/decisions.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps, withPool } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

const SKILLS: Record<string, Conditions> = {
  ana: { industry: ['software', 'saas'] },
  ben: { industry: 'technology', employees: { min: 900 } },
};

const bySkill = (settings: Settings): Settings => ({
  ...withPool('sdr-emea', { mode: 'skills' })(withoutCaps(settings)),
  people: settings.people.map((person) => {
    const { [person.id]: skills } = SKILLS;
    return skills ? { ...person, skills } : person;
  }),
});

const of = (company: string, industry: string, employees: number) => {
  const lead = leadAt(company);
  return { ...lead, account: { ...lead.account, industry, employees } };
};

test('a lead goes to whose skills fit it best, by turns where they fit alike, and the log says how they fit', async () => {
  const stage = await startStage({ settings: bySkill });
  const sendOne = async (lead: object) => {
    await stage.send(lead);
    await stage.settle();
  };
  await sendOne(of('a-software', 'software', 200));
  await sendOne(of('b-software', 'software', 200));
  await sendOne(of('c-technology', 'technology', 1_500));
  await sendOne(of('d-large-saas', 'saas', 1_500));
  await sendOne(of('e-fintech', 'fintech', 100));

  expect(
    await stage.query(`select l.record -> 'account' ->> 'name' as company, h.owner_id as owner
      from handoffs h join leads l on l.id = h.lead_id order by 1`),
  ).toEqual([
    { company: 'a-software', owner: 'ana' },
    { company: 'b-software', owner: 'ana' },
    { company: 'c-technology', owner: 'ben' },
    // One skill of each fits; of Ben's another one does not.
    { company: 'd-large-saas', owner: 'ana' },
    // Of nobody's any fits; Ana has one that does not, Ben two.
    { company: 'e-fintech', owner: 'ana' },
  ]);
  const ofSaas = (await decisionsOf(stage)).filter(({ facts }) => facts.industry === 'saas');
  expect(ofSaas.map(({ candidates }) => candidates)).toEqual([
    [
      expect.objectContaining({ repId: 'ana', fits: 1, misfits: 0 }),
      expect.objectContaining({ repId: 'ben', fits: 1, misfits: 1 }),
    ],
  ]);
});
