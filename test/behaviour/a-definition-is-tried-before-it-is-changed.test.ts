import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { addHandoff, addLead } from '../db/make.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const FEEDBACK = 'C0FEEDBACK';

type Office = { stage: TestStage; mara: Desk; mia: Desk; ana: Desk };

const proposals = ({ stage, mara }: Office): string[] =>
  mara
    .channel(feedbackOf(stage))
    .filter(({ ephemeral }) => !ephemeral)
    .map((message) => mara.read(message));
const feedbackOf = (stage: TestStage): string =>
  stage.app.core.inForce().settings.channels.feedback ?? FEEDBACK;

async function pressOn(office: Office, desk: Desk, id: string): Promise<string> {
  const messages = desk.channel(feedbackOf(office.stage));
  const message = messages.findLast((one) => JSON.stringify(one.blocks).includes(`"${id}"`));
  if (!message) throw new Error(`nothing in the channel has ${id}`);
  return desk.press(message, id);
}

/** Mara proposes to keep small companies out. */
async function proposed(line = '/handoff propose exclude employees < 100'): Promise<Office> {
  const stage = await startStage();
  const office = {
    stage,
    mara: deskOf(stage, 'mara'),
    mia: deskOf(stage, 'mia'),
    ana: deskOf(stage, 'ana'),
  };
  const said = office.mara.read(await office.mara.ask(line));
  expect(said).toContain('Proposed. It stands in the feedback channel');
  await stage.settle();
  return office;
}

async function onTrial(line?: string): Promise<Office> {
  const office = await proposed(line);
  await pressOn(office, office.mara, ids.signMarketing);
  await pressOn(office, office.mia, ids.signSales);
  await office.stage.settle();
  return office;
}

const trialsOf = ({ stage }: Office) => stage.app.core.inForce().settings.trials;

async function sendOf(stage: TestStage, company: string, employees: number): Promise<void> {
  const lead = leadAt(company);
  await stage.send({ ...lead, account: { ...lead.account, employees } });
  await stage.settle();
}

/** So many leads that both definitions judged, of which sales rejected some. */
async function decided(
  { stage }: Office,
  proposalId: string,
  { without, with: withIt, isPromoted = false }: { without: boolean; with: boolean; isPromoted?: boolean },
  counts: { rejected: number; accepted: number },
): Promise<void> {
  const { db, now } = stage.app.core;
  const at = now();
  for (const [became, count] of Object.entries(counts)) {
    for (let no = 0; no < count; no += 1) {
      const id = `${without} ${withIt} ${isPromoted} ${became} ${no}`;
      const isRejected = became === 'rejected';
      await addLead(db, id, { capturedAt: at, createdAt: at });
      await addHandoff(db, `${id} h`, {
        leadId: id,
        state: isRejected ? 'rejected' : 'accepted',
        acceptedAt: isRejected ? null : at,
        createdAt: at,
      });
      if (isRejected)
        await stage.query(`insert into rejections (id, handoff_id, lead_id, source_id, reason, failure_point, note, by_id, at, message_key)
          values ('${id}', '${id} h', '${id}', 'website', 'too_small', 'qualification_threshold', '', 'ana', now(), 'x')`);
      await stage.query(`insert into trial_verdicts (proposal_id, lead_id, at, is_promoted, without, "with", is_drawn, handoff_id)
        values ('${proposalId}', '${id}', now(), ${isPromoted}, ${without}, ${withIt}, true, '${id} h')`);
    }
  }
}

test('a proposal says what it would have done, and is signed by two people, one of either side', async () => {
  const office = await proposed();
  const [card] = proposals(office);
  expect(card).toContain('Proposed for the definition: exclude employees < 100');
  expect(card).toContain('Over the last 90 days it would have changed');
  expect(card).toContain('Not signed for marketing yet · Not signed for sales yet');

  expect(await pressOn(office, office.ana, ids.signSales)).toContain('Marketers sign for marketing');
  expect(await pressOn(office, office.mia, ids.signMarketing)).toContain('Marketers sign for marketing');
  await pressOn(office, office.mara, ids.signMarketing);
  expect(trialsOf(office)).toEqual([]);
  await pressOn(office, office.mia, ids.signSales);
  await office.stage.settle();
  expect(trialsOf(office)).toMatchObject([
    { words: 'exclude employees < 100', excludes: [{ employees: { max: 99 } }], promoted: false },
  ]);
  expect(proposals(office)[0]).toContain('Signed for marketing by Mara Holm');
  expect(proposals(office)[0]).toContain('on trial');
  expect(office.stage.app.core.inForce().settings.mql.version).toBe('2026.4');
});

test('while it is tried both definitions judge every lead, and sales gets what it always got', async () => {
  const office = await onTrial();
  const [trial] = trialsOf(office);
  await sendOf(office.stage, 'small', 60);
  await sendOf(office.stage, 'large', 420);
  const rows = await office.stage.query(
    'select proposal_id, without, "with", handoff_id is not null as went from trial_verdicts order by at, "with"',
  );
  expect(rows).toEqual([
    { proposal_id: trial?.id, without: true, with: false, went: true },
    { proposal_id: trial?.id, without: true, with: true, went: true },
  ]);
});

test('of what it alone lets in a share goes to sales, marked so', async () => {
  const office = await onTrial('/handoff propose drop exclusion:student');
  const student = (no: number) => {
    const lead = leadAt(`university${no}`);
    return { ...lead, person: { ...lead.person, title: 'Student' } };
  };
  for (let no = 0; no < 40; no += 1) await office.stage.send(student(no));
  await office.stage.settle();
  const [count] = await office.stage.query<{ all: number; went: number; drawn: number }>(
    'select count(*)::int as all, count(handoff_id)::int as went, (count(*) filter (where is_drawn))::int as drawn from trial_verdicts',
  );
  expect(count?.all).toBe(40);
  expect(count?.went).toBe(count?.drawn);
  expect(count?.went).toBeGreaterThan(0);
  expect(count?.went).toBeLessThan(20);
  const cards = [...office.ana.cards(), ...deskOf(office.stage, 'ben').cards()];
  expect(cards.length).toBeGreaterThan(0);
  expect(office.ana.read(cards[0] as never)).toContain(
    'On trial: one of those by which “drop exclusion:student” is learnt',
  );
});

test('what bears out its promise is put in force by a second press, watched on, and taken back by another', async () => {
  const office = await onTrial();
  const [trial] = trialsOf(office);
  const id = trial?.id ?? '';
  await decided(office, id, { without: true, with: false }, { rejected: 32, accepted: 8 });
  await decided(office, id, { without: true, with: true }, { rejected: 8, accepted: 42 });
  await office.stage.app.judgeTrials();
  await office.stage.settle();
  expect(proposals(office).at(-1)).toContain('The trial is over: it bore out what it promised');
  expect(proposals(office).at(-1)).toContain('Of those it keeps out sales rejected 80 % (32 of 40)');
  expect(office.stage.app.core.inForce().settings.mql.version).toBe('2026.4');

  await pressOn(office, office.mia, ids.promote);
  await office.stage.settle();
  const { mql } = office.stage.app.core.inForce().settings;
  expect(mql.version).toBe(`2026.4+${id}`);
  expect(mql.exclusions.at(-1)).toEqual({ id, when: { employees: { max: 99 } } });
  for (let no = 0; no < 20; no += 1) await sendOf(office.stage, `small${no}`, 60);
  const [went] = await office.stage.query<{ all: number; went: number; drawn: number }>(
    'select count(*)::int as all, count(handoff_id)::int as went, (count(*) filter (where is_drawn))::int as drawn from trial_verdicts where is_promoted',
  );
  expect(went?.all).toBe(20);
  expect(went?.went).toBe(went?.drawn);

  await pressOn(office, office.mara, ids.revert);
  await office.stage.settle();
  expect(office.stage.app.core.inForce().settings.mql.version).toBe('2026.4');
  expect(trialsOf(office)).toEqual([]);
  expect(proposals(office)[0]).toContain('taken back by Mara Holm');
});

test('what chance alone does as well is refuted, and over', async () => {
  const office = await onTrial();
  const id = trialsOf(office)[0]?.id ?? '';
  await decided(office, id, { without: true, with: false }, { rejected: 12, accepted: 30 });
  await decided(office, id, { without: true, with: true }, { rejected: 12, accepted: 38 });
  await Promise.all([office.stage.app.judgeTrials(), office.stage.app.judgeTrials()]);
  await office.stage.settle();
  expect(proposals(office).at(-1)).toContain('did not bear out what it promised');
  expect(proposals(office).at(-1)).toContain('chance alone does as much');
  expect(trialsOf(office)).toEqual([]);
});

test('before there is enough nothing is judged, and it may be withdrawn', async () => {
  const office = await onTrial();
  const id = trialsOf(office)[0]?.id ?? '';
  await decided(office, id, { without: true, with: false }, { rejected: 20, accepted: 2 });
  await office.stage.app.judgeTrials();
  await office.stage.settle();
  expect(proposals(office)).toHaveLength(1);
  expect(proposals(office)[0]).toContain('91 % (20 of 22) of those it keeps out');
  await pressOn(office, office.mara, ids.withdrawProposal);
  await office.stage.settle();
  expect(trialsOf(office)).toEqual([]);
  expect(proposals(office)[0]).toContain('withdrawn by Mara Holm');
});

test.for([
  ['drop behaviour:asked', 'a behaviour cannot be tried'],
  ['require employes >= 50', 'did you mean "employees"'],
])('/handoff propose %s is refused in words', async ([words, expected]) => {
  const stage = await startStage();
  const mara = deskOf(stage, 'mara');
  expect(mara.read(await mara.ask(`/handoff propose ${words}`))).toContain(expected);
  expect(mara.read(await mara.ask('/handoff propose'))).toContain('Nothing is proposed');
});
