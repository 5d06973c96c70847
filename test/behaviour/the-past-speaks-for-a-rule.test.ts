import { expect, test } from 'vitest';
import { suggest } from '#src/cli/suggest.ts';
import { chance } from '../support/chance.ts';
import { deskOf } from '../support/desk.ts';
import { MONDAY, startStage, type TestStage } from '../support/stage.ts';
import { storeStories } from '../year/store-stories.ts';
import type { Story } from '../year/story.ts';
import { tellStories } from '../year/tell-stories.ts';

const isRejected = ({ handoffs }: Story) => handoffs[0]?.state === 'rejected';

/** What sales rejects is mostly small, and what it takes is not. */
function smallIsRejected(stories: Story[]): Story[] {
  const random = chance(3);
  return stories.map((story) => {
    if (isRejected(story)) return random() < 0.7 ? { ...story, employees: 8 } : story;
    return story.employees === 8 && random() < 0.8 ? { ...story, employees: 420 } : story;
  });
}

async function stageAfter(stories: Story[]): Promise<TestStage> {
  const stage = await startStage();
  await storeStories(stage.app.core.db, stories);
  return stage;
}
const year = (leads: number) => tellStories({ seed: 23, leads, to: MONDAY.getTime() - 1_000 });
const asked = async (stage: TestStage, personId: string) => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask('/handoff suggestions'));
};

test('a rule that sets rejected leads apart is suggested, with what it would have cost, and no other', async () => {
  const stories = smallIsRejected(year(2_000));
  const stage = await stageAfter(stories);
  expect(await asked(stage, 'mara')).toContain('was not yet');
  await stage.app.study();

  const said = await asked(stage, 'mara');
  const ofQuality = (story: Story) =>
    isRejected(story) && story.handoffs[0]?.rejections[0]?.reason !== 'wrong_territory';
  const bad = stories.filter(ofQuality);
  const small = bad.filter(({ employees }) => employees === 8);
  expect(said).toMatch(/Keeping out “employees at most \d+” would have removed/);
  expect(said).toContain(`removed ${small.length} of ${bad.length} rejections`);
  expect(said).toMatch(/of which \d+ qualified and \d+ won/);
  expect(said).toMatch(
    /To paste under mql\.exclusions: - \{"id":"employees-max-\d+","when":\{"employees":\{"max":\d+\}\}\}/,
  );
  expect(said.match(/Keeping out/g)).toHaveLength(1);
  expect(await asked(stage, 'ana')).toContain('Suggestions are for marketing, managers and ops.');

  stage.clock.set(new Date('2026-11-30T08:00:00Z'));
  await stage.app.sendDigests();
  await stage.settle();
  const digest = stage.reads('mara').find((text) => text.startsWith('Marketing’s week'));
  expect(digest).toContain('The past speaks for a change of the definition');
  expect(digest).toContain(`removed ${small.length} of ${bad.length} rejections`);
});

test('where nothing sets them apart, that is said, and of few rejections nothing is concluded', async () => {
  const stage = await stageAfter(year(1_500));
  await stage.app.study();
  expect(await asked(stage, 'mia')).toMatch(/No suggestion: among \d+ rejected and \d+ accepted leads/);

  const small = await stageAfter(year(60));
  await small.app.study();
  expect(await asked(small, 'mia')).toMatch(/No suggestion: \d+ leads were rejected .* fewer than 20/);
});

test('the past is looked at once a week, by however many processes', async () => {
  const stage = await stageAfter(year(60));
  const count = async () => (await stage.query('select at from studies')).length;
  await stage.app.study();
  stage.clock.forward(6 * 24 * 60);
  await stage.app.study();
  expect(await count()).toBe(1);
  stage.clock.forward(24 * 60);
  await Promise.all([stage.app.study(), stage.app.study()]);
  expect(await count()).toBe(2);
});

test('the command line answers at once, and refuses what it does not know', async () => {
  const stage = await stageAfter([]);
  const said: string[] = [];
  const [at] = await stage.query<{ name: string }>('select current_database() as name');
  expect(at?.name).toBeTruthy();
  const code = await suggest.run(['--since', 'yesterday'], {
    env: {},
    now: stage.clock.now,
    print: (text) => void said.push(text),
    complain: (text) => void said.push(text),
  });
  expect({ code, said: said.join() }).toMatchObject({ code: 1, said: expect.stringContaining('--since') });
});
