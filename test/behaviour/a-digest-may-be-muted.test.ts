import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { withButton } from '../support/forged.ts';
import { warmAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Nine in the morning of a Monday in Berlin. */
const MONDAY_OPENING = new Date('2026-11-23T08:00:00Z');
const A_DAY = 24 * 60;

const digests = (stage: TestStage, personId: string): string[] =>
  stage.reads(personId).filter((text) => /^Your (day|team)|^Marketing’s week/.test(text));

function digestOf(stage: TestStage, personId: string): SeenMessage {
  const person = stage.slack.as(stage.slackIdOf(personId));
  const message = person
    .dm()
    .findLast(({ ephemeral, blocks }) => !ephemeral && JSON.stringify(blocks).includes(ids.muteDigest));
  if (!message) throw new Error(`${personId} has no digest`);
  return message;
}

async function sendDigests(stage: TestStage): Promise<void> {
  await stage.app.sendDigests();
  await stage.settle();
}

/** Ana has work over the weekend, so that she, her manager and marketing each have a digest. */
async function monday(): Promise<{ stage: TestStage; ana: Desk; mia: Desk; mara: Desk }> {
  const stage = await startStage({ at: new Date('2026-11-20T14:00:00Z') });
  await stage.send(warmAt('globex'));
  await stage.settle();
  stage.clock.set(MONDAY_OPENING);
  await sendDigests(stage);
  return { stage, ana: deskOf(stage, 'ana'), mia: deskOf(stage, 'mia'), mara: deskOf(stage, 'mara') };
}

test('after Mute there is no more of that digest for whoever pressed, and of the others’ there is', async () => {
  const { stage, ana } = await monday();
  expect(['ana', 'mia', 'mara'].map((id) => digests(stage, id).length)).toEqual([1, 1, 1]);
  expect(await ana.press(digestOf(stage, 'ana'), ids.muteDigest)).toBe(
    'Muted: you are not sent your morning any more. Unmute it on your Home, or by /handoff digests.',
  );
  stage.clock.forward(A_DAY);
  await sendDigests(stage);
  expect(['ana', 'mia'].map((id) => digests(stage, id).length)).toEqual([1, 2]);
});

test('each kind is muted for itself, and twice is as once', async () => {
  const { stage, mia, mara } = await monday();
  await mia.press(digestOf(stage, 'mia'), ids.muteDigest);
  await mia.press(digestOf(stage, 'mia'), ids.muteDigest);
  await mara.press(digestOf(stage, 'mara'), ids.muteDigest);
  expect(await stage.query('select person_id, digest from muted_digests order by 1')).toEqual([
    { person_id: 'mara', digest: 'marketers' },
    { person_id: 'mia', digest: 'managers' },
  ]);
  stage.clock.forward(7 * A_DAY);
  await sendDigests(stage);
  expect(['ana', 'mia', 'mara'].map((id) => digests(stage, id).length)).toEqual([2, 1, 1]);
});

test('their Home says what is muted, and Unmute there brings it back', async () => {
  const { stage, ana } = await monday();
  expect((await ana.openHome()).join('\n')).not.toContain('Muted');
  await ana.press(digestOf(stage, 'ana'), ids.muteDigest);
  expect(ana.home()).toContain('Muted digests: your morning.');
  await ana.pressHome(ids.unmuteDigest, { section: 'muted' });
  expect(ana.home().join('\n')).not.toContain('Muted');
  stage.clock.forward(A_DAY);
  await sendDigests(stage);
  expect(digests(stage, 'ana')).toHaveLength(2);
});

test('/handoff digests lists one’s own, mutes and unmutes', async () => {
  const { stage, ana, mia } = await monday();
  const listed = await ana.ask('/handoff digests');
  expect(ana.read(listed).split('\n')).toEqual([
    'Your digests, in your own zone and hours',
    '• Your morning: each working day on which there is something to do, as your work opens.',
    '[Mute your morning]',
  ]);
  await ana.press(listed, ids.muteDigest);
  const muted = await ana.ask('/handoff digests');
  expect(ana.read(muted)).toContain('Muted: you are not sent it.');
  expect(await ana.press(muted, ids.unmuteDigest)).toContain('You are sent your morning again');
  expect(await stage.query('select * from muted_digests')).toEqual([]);
  expect(mia.read(await mia.ask('/handoff digests'))).toContain('Your team’s day');
  expect(deskOf(stage, 'olga').read(await deskOf(stage, 'olga').ask('/handoff digests'))).toContain(
    'You get no digest',
  );
});

test('a press means the presser’s own, whatever it carries; what is not theirs, or nobody’s, is refused', async () => {
  const { stage, ana } = await monday();
  const forged = (value: string) => withButton(digestOf(stage, 'ana'), ids.muteDigest, value);
  expect(await ana.press(forged('managers'), ids.muteDigest)).toContain('not one of yours');
  expect(await ana.press(forged('mia'), ids.muteDigest)).not.toContain('Muted:');
  stage.slack.addUser({
    id: 'U0GUEST01',
    name: 'guest',
    realName: 'Guest',
    email: 'g@else.example',
    tz: 'UTC',
  });
  const guest = deskOf({ ...stage, slackIdOf: () => 'U0GUEST01' }, 'guest');
  expect(guest.read(await guest.ask('/handoff digests'))).toContain('You are not in the team');
  expect(await stage.query('select * from muted_digests')).toEqual([]);
});

test('one that Slack had not taken yet when it was muted is not sent', async () => {
  const stage = await startStage({ at: MONDAY_OPENING });
  const mia = deskOf(stage, 'mia');
  await mia.ask('/handoff digests');
  const [dm] = stage.slack.as(stage.slackIdOf('mia')).places();
  const limited = { as: 'rate_limited', times: 1, retryAfter: 120 } as const;
  stage.slack.fail({ method: 'chat.postMessage', channel: dm?.id, ...limited });
  await sendDigests(stage);
  const listed = await mia.ask('/handoff digests');
  await mia.press(listed, ids.muteDigest);
  await stage.pass(5);
  expect(digests(stage, 'mia')).toEqual([]);
});
