import { expect, test } from 'vitest';
import { card, clientOf, only, outcome, plain, reasonModal, startBolt, startSlack } from './workspace.ts';

test('a modal is opened from a press, filled by label, and closed by its submission', async () => {
  const { slack, client } = await startSlack();
  const values: unknown[] = [];
  await startBolt(slack, (app) => {
    app.action('reject', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: reasonModal });
    });
    app.view('reject', async ({ ack, view }) => {
      values.push(view.state.values, view.private_metadata);
      await ack();
    });
  });
  await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', blocks: card });
  const ana = slack.as('U0ANA');
  const message = only(ana.dm());
  await ana.press(message, 'reject');
  await slack.until(() => ana.modal(), 1000);

  const unsent = await ana.submit({ Note: 'no budget' });
  expect(unsent).toMatchObject({ status: 0, errors: { reason: 'Please complete this required field.' } });
  expect(await ana.submit({ Note: 'x'.repeat(21), Reason: 'Spam' })).toMatchObject({
    errors: { note: 'Please enter at most 20 characters.' },
  });
  const sent = await ana.submit({ note: 'no budget', reason: 'Too small' });

  expect(sent).toEqual({ status: 200, ackMs: expect.any(Number), body: undefined, timedOut: false });
  expect(ana.modal()).toBeUndefined();
  expect(values).toEqual([
    {
      reason: {
        reason: { type: 'static_select', selected_option: { text: plain('Too small'), value: 'too_small' } },
      },
      note: { note: { type: 'plain_text_input', value: 'no budget' } },
    },
    'h1',
  ]);
});

test('the answer to a submission keeps, changes, stacks or clears the modals', async () => {
  const { slack, client } = await startSlack();
  const answers = [
    { response_action: 'errors', errors: { reason: 'Pick another' } },
    { response_action: 'errors', errors: { nowhere: 'Pick another' } },
    { response_action: 'update', view: { ...reasonModal, title: plain('Taken meanwhile') } },
    { response_action: 'push', view: { ...reasonModal, title: plain('Sure?') } },
    { response_action: 'clear' },
  ];
  await startBolt(slack, (app) => {
    app.action('reject', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: reasonModal });
    });
    app.view('reject', async ({ ack }) => {
      await ack(answers.shift() as never); // the answers are Slack's, one of them wrong on purpose
    });
  });
  await client.chat.postMessage({ channel: 'U0ANA', text: 'a card', blocks: card });
  const ana = slack.as('U0ANA');
  const message = only(ana.dm());
  await ana.press(message, 'reject');
  await slack.until(() => ana.modal(), 1000);

  expect(await ana.submit({ Reason: 'Spam' })).toMatchObject({ errors: { reason: 'Pick another' } });
  expect(await ana.submit()).toMatchObject({ problem: 'errors must name input blocks of the view' });
  expect((await ana.submit()).modal?.title).toEqual(plain('Taken meanwhile'));
  const pushed = await ana.submit();
  expect(pushed.modal?.title).toEqual(plain('Sure?'));
  await ana.closeModal();
  expect(ana.modal()?.title).toEqual(plain('Taken meanwhile'));
  expect((await ana.submit()).modal).toBeUndefined();
});

test('a trigger id works once, for three seconds', async () => {
  const { slack, clock } = await startSlack();
  const client = clientOf(slack);
  const triggers: string[] = [];
  await startBolt(slack, (app) => {
    app.command('/handoff', async ({ ack, command }) => {
      await ack();
      triggers.push(command.trigger_id);
    });
  });
  const ana = slack.as('U0ANA');
  await ana.slash('/handoff');
  await ana.slash('/handoff');
  const open = (trigger_id: string) => outcome(client.views.open({ trigger_id, view: reasonModal }));

  expect(await open(triggers[0] ?? '')).toBe('ok');
  expect(await open(triggers[0] ?? '')).toBe('exchanged_trigger_id');
  clock.forward(3000);
  expect(await open(triggers[1] ?? '')).toBe('expired_trigger_id');
  expect(await open('1.2.3')).toBe('invalid_trigger_id');
});

test('no more than three modals lie on each other', async () => {
  const { slack } = await startSlack();
  const client = clientOf(slack);
  const outcomes: unknown[] = [];
  const more = { ...reasonModal, blocks: [...card] };
  await startBolt(slack, (app) => {
    app.command('/handoff', async ({ ack, command }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: more });
      await ack();
    });
    app.action('accept', async ({ ack, body }) => {
      const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
      outcomes.push(await outcome(client.views.push({ trigger_id, view: more })));
      await ack();
    });
  });
  const ana = slack.as('U0ANA');
  await ana.slash('/handoff');
  await ana.pressInModal('accept');
  await ana.pressInModal('accept');
  await ana.pressInModal('accept');

  expect(outcomes).toEqual(['ok', 'ok', 'push_limit_reached']);
});

test('a view is not overwritten with an old hash, and what was typed survives a redraw', async () => {
  const { slack } = await startSlack();
  const client = clientOf(slack);
  await startBolt(slack, (app) => {
    app.command('/handoff', async ({ ack, command }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: reasonModal });
      await ack();
    });
  });
  const ana = slack.as('U0ANA');
  await ana.slash('/handoff');
  const before = ana.modal();
  ana.fill({ Note: 'typed' });
  const update = (hash: string | undefined) =>
    outcome(
      client.views.update({ view_id: before?.id ?? '', hash, view: { ...reasonModal, title: plain('New') } }),
    );

  expect(await update(before?.hash)).toBe('ok');
  expect(await update(before?.hash)).toBe('hash_conflict');
  expect(ana.modal()?.state.values.note).toEqual({ note: { type: 'plain_text_input', value: 'typed' } });
  await ana.closeModal();
  expect(await update(undefined)).toBe('not_found');
});

test('the app hears of a closed modal only when it asked to', async () => {
  const { slack } = await startSlack();
  const client = clientOf(slack);
  const closed: unknown[] = [];
  const views = [reasonModal, { ...reasonModal, notify_on_close: true }];
  await startBolt(slack, (app) => {
    app.command('/handoff', async ({ ack, command }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: views.shift() ?? reasonModal });
      await ack();
    });
    app.view({ callback_id: 'reject', type: 'view_closed' }, async ({ ack, body, view }) => {
      await ack();
      closed.push([body.user.id, view.private_metadata]);
    });
  });
  const ana = slack.as('U0ANA');
  await ana.slash('/handoff');
  expect(await ana.closeModal()).toBeUndefined();
  await ana.slash('/handoff');
  expect(await ana.closeModal()).toMatchObject({ status: 200 });

  expect(closed).toEqual([['U0ANA', 'h1']]);
  expect(ana.modal()).toBeUndefined();
});

test('a modal is read as lines, with what was entered', async () => {
  const { slack, client } = await startSlack();
  await client.views.open({ trigger_id: slack.issueTrigger('U0ANA'), view: reasonModal });
  const ana = slack.as('U0ANA');
  ana.fill({ Reason: 'Spam' });

  const modal = ana.modal();
  expect(modal && ana.read(modal)).toBe(
    ['— Reject lead —', 'Reason: [Spam]', 'Note (optional): [ ]', '[Reject]'].join('\n'),
  );
});
