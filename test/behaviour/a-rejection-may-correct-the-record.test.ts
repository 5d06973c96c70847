import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const FEEDBACK = 'C0FEEDBACK';

/** Opens the form and chooses a reason, and waits for what the record says against it. */
async function choose(stage: TestStage, personId: string, reason: string): Promise<string> {
  const desk = deskOf(stage, personId);
  const card = desk.cards().findLast(({ blocks }) => JSON.stringify(blocks).includes(ids.reject));
  if (!card) throw new Error(`${personId} has no card to reject`);
  await desk.open(card, ids.reject);
  const { problem } = await stage.slack
    .as(stage.slackIdOf(personId))
    .pressInModal('reason', { value: reason });
  expect(problem).toBeUndefined();
  return stage.slack.until(() => desk.modal().includes('The record says: ') && desk.modal(), 3_000);
}

async function correct(stage: TestStage, employees: string, note = ''): Promise<void> {
  await choose(stage, 'ana', 'too_small');
  const { errors } = await deskOf(stage, 'ana').submit({ correction_employees: employees, note });
  expect(errors).toBeUndefined();
}

async function arrived(): Promise<TestStage> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  return stage;
}

const employees = async (stage: TestStage): Promise<unknown> => {
  const rows = await stage.query<{ employees: unknown }>(
    `select record -> 'account' ->> 'employees' as employees from leads`,
  );
  return rows[0]?.employees ?? null;
};

const credits = async (stage: TestStage): Promise<string[]> => {
  const rows = await stage.query<{ kind: string }>(
    `select kind from balance_entries where rep_id = 'ana' order by at, id`,
  );
  return rows.map(({ kind }) => kind);
};

const rejection = async (stage: TestStage) => {
  const rows = await stage.query<{ evidence: string; weighed: unknown }>(
    'select evidence, weighed from rejections',
  );
  return rows[0];
};

const feedback = (stage: TestStage): string => {
  const mara = deskOf(stage, 'mara');
  return mara
    .channel(FEEDBACK)
    .map((message) => mara.read(message))
    .join('\n');
};

test('the form shows what the record says against a reason, and asks for a word or the right value', async () => {
  const stage = await arrived();
  const says = await choose(stage, 'ana', 'too_small');
  expect(says).toContain('The record says: 420 employees. It should say (optional): [ ]');

  const { errors } = await deskOf(stage, 'ana').submit({});
  expect(errors).toEqual({
    note: 'The record speaks against “Too small”: put it right above, or say in a word why.',
  });
  await deskOf(stage, 'ana').submit({ note: 'Only a branch office' });
  expect(await rejection(stage)).toEqual({
    evidence: 'conflicts',
    weighed: { fact: 'employees', recorded: 420, corrected: null, without: 'conflicts' },
  });
  expect(await credits(stage)).toEqual(['turn']);
});

test('words for a number are refused under their field, and nothing is rejected', async () => {
  const stage = await arrived();
  await choose(stage, 'ana', 'too_small');
  const { errors } = await deskOf(stage, 'ana').submit({ correction_employees: 'a handful' });
  expect(errors).toEqual({ correction_employees: 'Expected a number of people, such as 420.' });
  expect(await rejection(stage)).toBeUndefined();
});

test('a corrected record gives the turn back, and marketing reads what it said and what it says', async () => {
  const stage = await arrived();
  await correct(stage, '12');
  expect(await employees(stage)).toBe('12');
  expect(await rejection(stage)).toEqual({
    evidence: 'corrected',
    weighed: { fact: 'employees', recorded: 420, corrected: 12, without: 'conflicts' },
  });
  expect(await credits(stage)).toEqual(['turn', 'credit']);
  expect(feedback(stage)).toContain('The rep put the record right · corrected: 420 employees → 12');
});

test('a value that still speaks against the reason corrects the record, and not the turn', async () => {
  const stage = await arrived();
  await correct(stage, '300');
  expect(await employees(stage)).toBe('300');
  expect((await rejection(stage))?.evidence).toBe('conflicts');
  expect(await credits(stage)).toEqual(['turn']);
});

test('the source says again what was corrected, and the correction stays; a new value of it wins', async () => {
  const stage = await arrived();
  await correct(stage, '12');
  const told = async (count: number) => {
    await stage.pass(60);
    await stage.send({
      kind: 'update',
      person: { email: 'grace@globex.example' },
      account: { employees: count },
    });
    await stage.settle();
    return employees(stage);
  };
  expect([await told(420), await told(420), await told(90), await told(420)]).toEqual([
    '12',
    '12',
    '90',
    '420',
  ]);
});

test('undoing the rejection takes the correction and the credit back', async () => {
  const stage = await arrived();
  await correct(stage, '12');
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.undo);
  expect(await employees(stage)).toBe('420');
  expect(await credits(stage)).toEqual(['turn', 'credit', 'debit']);
});

test('nothing of a correction is left of whoever is forgotten', async () => {
  const stage = await arrived();
  await choose(stage, 'ana', 'wrong_industry');
  await deskOf(stage, 'ana').submit({ correction_industry: 'Fortune telling' });
  const kept = async () => {
    const rows = await stage.query<{ all: string }>(
      `select (select json_agg(r)::text from rejections r) || (select json_agg(e)::text from handoff_events e)
        || (select json_agg(l)::text from leads l) as all`,
    );
    return rows[0]?.all;
  };
  expect(await kept()).toContain('Fortune telling');
  await stage.send({ kind: 'erasure', person: { email: 'grace@globex.example' } });
  await stage.settle();
  expect(await kept()).not.toContain('Fortune telling');
});

test('their manager objects by a press: the record says what it did, the turn counts, and marketing reads who objected', async () => {
  const stage = await arrived();
  await correct(stage, '12');
  const mia = deskOf(stage, 'mia');
  const told = () => mia.direct().filter((said) => said.includes('put the record right'));
  expect(told()).toEqual([
    'Ana Duarte put the record right to reject Grace Hopper (Globex): Too small\n' +
      'The record said: 420 employees. Now: 12. Their turn was given back for it.\n[Object]',
  ]);
  const message = () => {
    const found = stage.slack
      .as(stage.slackIdOf('mia'))
      .dm()
      .findLast(({ blocks }) => blocks.some(({ block_id: id }) => id === 'correction'));
    if (!found) throw new Error('Mia was told of nothing');
    return found;
  };
  const shown = message();
  expect(await mia.press(shown, ids.object)).toContain('Noted');
  expect(await employees(stage)).toBe('420');
  expect(await credits(stage)).toEqual(['turn', 'credit', 'debit']);
  expect((await rejection(stage))?.evidence).toBe('conflicts');
  expect(feedback(stage)).toContain('corrected: 420 employees → 12, Mia Lindqvist objected');
  expect(mia.read(message())).toContain('Mia Lindqvist objected: it does not count, and the turn does.');

  expect(await mia.press(shown, ids.object)).not.toContain('Noted');
  expect(await credits(stage)).toEqual(['turn', 'credit', 'debit']);
});

test('an objection leaves what the source said since', async () => {
  const stage = await arrived();
  await correct(stage, '12');
  await stage.pass(60);
  await stage.send({
    kind: 'update',
    person: { email: 'grace@globex.example' },
    account: { employees: 90 },
  });
  await stage.settle();
  const mia = deskOf(stage, 'mia');
  const message = stage.slack
    .as(stage.slackIdOf('mia'))
    .dm()
    .findLast(({ blocks }) => blocks.some(({ block_id: id }) => id === 'correction'));
  if (!message) throw new Error('Mia was told of nothing');
  await mia.press(message, ids.object);
  expect(await employees(stage)).toBe('90');
  expect(await credits(stage)).toEqual(['turn', 'credit', 'debit']);
});

test('marketing reads how rejections stood, what was put right, and what to ask on the form', async () => {
  const stage = await startStage();
  const without = async (company: string, unknown: object) => {
    const lead = leadAt(company);
    await stage.send({ ...lead, account: { ...lead.account, ...unknown } });
    await stage.settle();
  };
  await without('globex', {});
  await correct(stage, '12');
  for (const [company, reason, unknown] of [
    ['hooli', 'too_small', { employees: undefined }],
    ['umbrella', 'wrong_industry', { industry: undefined }],
  ] as const) {
    await without(company, unknown);
    // Whoever has its card.
    const owner = ['ana', 'ben', 'cleo'].find((id) =>
      JSON.stringify(stage.slack.as(stage.slackIdOf(id)).dm()).includes(ids.reject),
    );
    if (owner === undefined) throw new Error(`nobody was offered the lead of ${company}`);
    await choose(stage, owner, reason);
    await deskOf(stage, owner).submit({});
  }

  const mara = deskOf(stage, 'mara');
  const said = mara.read(await mara.ask('/funnel failures')).split('\n');
  expect(said).toContain('What the record said of rejections: 1 put right by the rep · 2 can’t be checked');
  expect(said).toContain('Put right: employees of Website (1)');
  expect(said).toContain(
    'Ask this on the form: employees of Website (1), industry of Website (1) (rejections that it would have told of)',
  );
});
