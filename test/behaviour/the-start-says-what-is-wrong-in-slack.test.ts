import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { openSurroundings, startProcess } from '../support/processes.ts';

const OPS = 'C0OPS0001';
const FEEDBACK = 'C0FEEDBACK';
const SOON_MS = 15_000;
const LONG = { timeout: 60_000 };

test(
  'a missing scope and a channel without the app are told to ops at the start, with what to do',
  LONG,
  async () => {
    const around = await openSurroundings('http');
    around.slack.revoke('im:history');
    await around.slack.leave(FEEDBACK, around.slack.app.botUserId);
    const olga = deskOf({ ...around, settle: async () => {} }, 'olga');

    const app = await startProcess(around);

    const [notice = ''] = await around.slack.until(() => {
      const told = olga.channel(OPS).map(olga.read);
      return told.length > 0 && told;
    }, SOON_MS);
    expect(notice.split('\n')).toEqual([
      'The app’s place in Slack needs mending',
      'The scope im:history is missing: after a crash a card may stand twice. Add it in the app’s page under OAuth & Permissions, then reinstall the app.',
      'The channel for rejections (C0FEEDBACK): the app is not in it. Write /invite @Handoff in that channel.',
    ]);
    const { stdout } = await app.kill('SIGTERM');
    expect(stdout).toContain('the app’s place in Slack needs mending');
  },
);

test('when the channel for ops itself is gone, ops read it in their direct messages', LONG, async () => {
  const around = await openSurroundings('http');
  await around.slack.archive(OPS);
  const olga = deskOf({ ...around, settle: async () => {} }, 'olga');

  await startProcess(around);

  const [notice] = await around.slack.until(() => olga.direct().length > 0 && olga.direct(), SOON_MS);
  expect(notice).toContain('The channel for ops (C0OPS0001): it is archived.');
});

test('a token that Slack refuses is said in the log, and leads are taken in all the same', LONG, async () => {
  const around = await openSurroundings('http');
  around.env.SLACK_BOT_TOKEN = 'xoxb-of-yesterday';

  const app = await startProcess(around);
  const status = await app.send({ person: { email: 'jane@initrode.example' }, channel: 'demo_request' });
  const { stdout } = await app.kill('SIGTERM');

  expect(status).toBe(200);
  expect(stdout).toContain('Slack refuses the bot token (invalid_auth).');
});
