import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Json } from '#sandbox/slack/json.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** The reasons of the modal that is open, under the words for what went wrong. */
function reasons(stage: TestStage): Record<string, string[]> {
  const inputs = stage.slack.as(stage.slackIdOf('ana')).modal()?.blocks ?? [];
  const element = inputs.find((block) => block.block_id === 'reason')?.element as Json; // an input has an element
  const groups = element.option_groups as { label: Json; options: { text: Json; description?: Json }[] }[]; // of a select
  return Object.fromEntries(
    groups.map(({ label, options }) => [
      String(label.text),
      options.map(({ text, description }) => [text.text, description?.text].filter(Boolean).join(': ')),
    ]),
  );
}

test('the modal has the reasons of the settings by what went wrong, each with what the record says about it', async () => {
  const stage = await startStage();
  await stage.send({ ...hot, person: { ...hot.person, title: undefined, seniority: 'specialist' } });
  await stage.settle();
  const ana = deskOf(stage, 'ana');

  expect((await ana.open(ana.card(), ids.reject)).split('\n')).toEqual([
    '— Reject lead —',
    'Grace Hopper (Globex)',
    'Reason: [ ]',
    'Note (optional): [ ]',
    '[Reject] [Cancel]',
  ]);
  expect(reasons(stage)).toEqual({
    'Routing accuracy': [
      'Already in a sequence',
      'Belongs to another territory',
      "Existing customer: Can't be checked",
    ],
    'Qualification threshold': [
      'Not our kind of company: Industry software: the record says otherwise',
      'Too small: 420 employees: the record says otherwise',
      'Wrong industry: Industry software: the record says otherwise',
      'A region we do not sell to: Country DE: the record says otherwise',
      "Job seeker or student: Title not known: can't be checked",
      'Competitor: The record says otherwise',
      'Partner or supplier',
      'Wrong person at the company: Seniority specialist: supported by the record',
    ],
    'Data quality': [
      'Vendor or spam',
      'Contact data is wrong',
      'We have this lead already',
      'Something else: note needed',
    ],
  });
});

test('a note is asked for where its reason needs one, and only there', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);

  expect((await ana.submit({ reason: 'Something else' })).errors).toEqual({
    note: '“Something else” needs a note: say in a few words why.',
  });
  expect((await ana.submit({ reason: 'Something else', note: '   ' })).errors).toEqual({
    note: '“Something else” needs a note: say in a few words why.',
  });
  expect((await ana.submit({ reason: 'Something else', note: 'Sent by mistake' })).errors).toBe(undefined);
  expect(ana.modal()).toBe('');
});

test('without a reason nothing is sent', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);

  expect((await ana.submit({ note: 'No' })).errors).toEqual({
    reason: 'Please complete this required field.',
  });
});

test('the card shows the rejection, and the history has a row with its reason and note', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small', note: 'Three people' });

  expect(ana.reads().split('\n')).toEqual([
    '🔥 Hot · Website · Autumn demo',
    'Grace Hopper, Head of Operations · Globex · 420 employees',
    'Rejected by Ana Duarte today at 10:00 AM: Too small (undo until today at 10:02 AM)',
    'Note: Three people',
    '[Undo] [… Details | Why me?]',
  ]);
  expect(
    await stage.query("select actor_id, rep_id, event from handoff_events where type = 'rejected'"),
  ).toEqual([
    {
      actor_id: 'ana',
      rep_id: 'ana',
      event: {
        type: 'rejected',
        by: 'ana',
        reason: 'too_small',
        note: 'Three people',
        consequence: 'return_to_marketing',
      },
    },
  ]);
  expect(await stage.query('select kind, met from clocks order by kind')).toEqual([
    { kind: 'accept', met: true },
    { kind: 'response', met: false },
  ]);
});
