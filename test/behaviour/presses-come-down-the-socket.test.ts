import { expect, test, vi } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { post } from '../support/deliveries.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { openSurroundings, startProcess } from '../support/processes.ts';
import { wireToPort } from '../support/wire.ts';

const SOON_MS = 10_000;

test('in Socket Mode cards, presses, modals and commands work without any public address, and SIGTERM ends it cleanly', {
  timeout: 60_000,
}, async () => {
  const around = await openSurroundings('socket');
  const ana = deskOf({ ...around, settle: async () => {} }, 'ana');
  const app = await startProcess(around);
  await app.send(hot);
  await around.slack.until(() => ana.cards().length > 0, SOON_MS);

  expect(await ana.press(ana.card(), ids.accept)).toContain('Accepted');
  await around.slack.until(() => ana.reads().includes('Undo'), SOON_MS);
  expect(await ana.open(ana.card(), ids.respond)).toContain('Log response');
  expect(ana.read(await ana.ask('/handoff help'))).toContain('away');
  around.slack.recycleSockets();
  await ana.closeModal();
  expect(await post(`${app.address}/slack/events`, '{}', {})).toBe(404);
  const ended = await app.kill('SIGTERM');

  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
});

test('a line that is cut without a word is noticed, and another one opened, within ten seconds', {
  timeout: 60_000,
}, async () => {
  const around = await openSurroundings('socket');
  const wire = await wireToPort(Number(new URL(around.slack.url).port));
  around.slack.linkAt(`http://127.0.0.1:${wire.port}`);
  const opened = () => around.slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  const ana = deskOf({ ...around, settle: async () => {} }, 'ana');
  const app = await startProcess(around);
  await app.send(hot);
  await around.slack.until(() => ana.cards().length > 0, SOON_MS);
  expect(opened()).toBe(1);

  wire.silence();
  await wire.mend();
  await vi.waitFor(() => expect(opened()).toBe(2), { timeout: SOON_MS, interval: 50 });
  // Slack may not have noticed yet, and send a press down the line that is dead.
  await vi.waitFor(async () => expect(await ana.press(ana.card(), ids.accept)).toContain('Accepted'), {
    timeout: SOON_MS * 2,
  });
  await app.kill('SIGTERM');
  await wire.cut();
});
