import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { limits } from '#blocks/limits.ts';
import { type Settings, sourceSchema } from '#domain/settings.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { openToAll, withSource } from '../support/settings.ts';
import { pastOf } from '../support/source-past.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const linesOf = async (stage: TestStage, line: string): Promise<string[]> => {
  const olga = deskOf(stage, 'olga');
  return olga.read(await olga.ask(line)).split('\n');
};

async function look(stage: TestStage, hours: number): Promise<void> {
  await stage.pass(hours * 60);
  await stage.app.watchSources();
  await stage.settle();
}

test('/handoff sources and the Home of ops say how much comes, that it is silent, and that it delivers again', async () => {
  const stage = await startStage();
  await pastOf(stage, 'website', { weeks: 8 });
  await stage.app.watchSources();
  const olga = deskOf(stage, 'olga');
  const well =
    'Nothing: everybody is found in Slack, every source delivers as ever, every item was read, every message was taken.';
  expect((await olga.openHome())[1]).toBe(well);
  const before = await linesOf(stage, '/handoff sources');
  expect(before[1]).toBe(
    '• Website (website): last delivery 1 hour ago; 11 a day in the last 7 days, before that 11 a day',
  );
  expect(before.filter((line) => line.startsWith('• '))).toContain(
    '• Typeform (typeform): nothing delivered yet',
  );

  await look(stage, 9);
  const silent = 'Silent since today at 9:00 AM: some 14 deliveries should have come';
  expect((await linesOf(stage, '/handoff sources'))[2]).toBe(`   ${silent}`);
  expect(olga.home().slice(1, 3)).toEqual([
    'Sources: what to look at stands in the channel of ops; all of them: /handoff sources',
    `• Website: ${silent}`,
  ]);

  await stage.send(leadAt('initech'));
  await look(stage, 1);
  expect((await linesOf(stage, '/handoff sources')).join()).not.toContain('Silent');
  expect(olga.home()).toContain(well);
});

test('what was refused stands beside its source', async () => {
  const stage = await startStage();
  for (const body of ['{}', '{}', '{}'])
    await fetch(`${stage.address}/webhooks/website`, { method: 'POST', body });
  await look(stage, 1);
  expect(await linesOf(stage, '/handoff sources')).toContain(
    '   refused in the last 7 days: 3 did not prove who sent them',
  );
});

const HOSTILE = `<!channel> *you* <https://phish.example|won> ${'x'.repeat(200)}`;
const twenty = (settings: Settings): Settings => ({
  ...settings,
  sources: Array.from({ length: 20 }, (_, index) =>
    sourceSchema.parse({ id: `forms-${index}`, name: `${HOSTILE} ${index}`, auth: 'none' }),
  ),
});

test('twenty sources are three pages, whatever they are called, within what Slack takes', async () => {
  const stage = await startStage({ settings: twenty });
  const olga = deskOf(stage, 'olga');
  const person = stage.slack.as(stage.slackIdOf('olga'));
  const heading = (message: SeenMessage) => olga.read(message).split('\n')[0];
  const turn = async (shown: SeenMessage, id: string): Promise<SeenMessage> => {
    const was = olga.read(shown);
    await person.press(shown, id);
    return stage.slack.until(() => {
      const now = person.messages().find(({ ts }) => ts === shown.ts);
      return now && olga.read(now) !== was && now;
    }, 3_000);
  };
  const first = await olga.ask('/handoff sources');
  expect(heading(first)).toBe('Sources (1–8 of 20)');
  expect(first.notifies).toEqual([]);
  expect(first.text.length).toBeLessThanOrEqual(limits.messageText);
  const second = await turn(first, ids.nextSources);
  expect(heading(second)).toBe('Sources (9–16 of 20)');
  const third = await turn(second, ids.nextSources);
  expect(heading(third)).toBe('Sources (17–20 of 20)');
  expect(third.blocks.flatMap((block) => ('elements' in block ? block.elements : []))).not.toContainEqual(
    expect.objectContaining({ action_id: ids.nextSources }),
  );
  expect(heading(await turn(third, ids.previousSources))).toBe('Sources (9–16 of 20)');
});

test('/handoff stack says which way data flows, since when, and what two tools both send', async () => {
  const stage = await startStage({
    settings: (settings) => openToAll(withSource('content', { format: 'canonical' })(settings)),
  });
  await stage.send(hot);
  await stage.send(leadAt('initech'));
  stage.clock.forward(60);
  await stage.send({ ...hot, id: 'again', discovery: { notes: 'once more' } }, { source: 'content' });
  await stage.settle();

  const lines = await linesOf(stage, '/handoff stack');
  expect(lines.slice(0, 3)).toEqual([
    'Tools, and which way data flows',
    '• Website: in since Nov 23, 2026, the last 1 hour ago',
    '   last 30 days: 2 handed over',
  ]);
  expect(lines.find((line) => line.startsWith('Nothing came yet from '))).toContain('Typeform');
  expect(lines.slice(-2)).toEqual([
    'Told of by two tools, last 30 days: each counts once, as one lead.',
    '• Content and webinars and Website: 1 lead (100 % of the first’s, 50 % of the second’s)',
  ]);

  stage.clock.forward(31 * 24 * 60);
  expect((await linesOf(stage, '/handoff stack')).at(-1)).toBe(
    'No lead of the last 30 days was told of by two tools.',
  );
});
