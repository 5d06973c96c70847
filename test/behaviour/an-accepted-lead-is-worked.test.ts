import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

async function accepted(): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  return { stage, ana };
}

const BANT = {
  budget: '40,000 EUR a year',
  authority: 'She decides',
  need: 'Leads go cold',
  timeline: 'By March',
};

test('the first try to reach the lead stops the response clock; later ones are only history', async () => {
  const { stage, ana } = await accepted();
  stage.clock.forward(4);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'Call', outcome: 'No answer yet', note: 'Left a message' });
  expect(ana.reads().split('\n').slice(3)).toEqual([
    'Called today at 10:04 AM by Ana Duarte, no answer · Try 2 of 6: next try by tomorrow at 10:04 AM',
    'Next: E-mail at once: they did not pick up.',
    'Call +49 30 5550123 · E-mail grace@globex.example',
    '[Log response] [Qualify…] [Snooze (callback) ▾] [… Details | Why me? | Recycle… | Disqualify…]',
    'A callback can be set; the clock runs on. Next try by tomorrow at 10:04 AM.',
  ]);
  stage.clock.forward(60);
  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'E-mail', outcome: 'Reached them' });

  expect(
    await stage.query(
      "select met, to_char(stopped_at at time zone 'UTC', 'HH24:MI') as stopped from clocks where kind = 'response'",
    ),
  ).toEqual([{ met: true, stopped: '09:04' }]);
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    '\nHistory\n' +
      '• today at 11:04 AM: Ana Duarte responded by email: reached\n' +
      '• today at 10:04 AM: Ana Duarte responded by call: no answer (Left a message)\n' +
      '• today at 10:00 AM: Accepted by Ana Duarte\n' +
      '• today at 10:00 AM: Offered to Ana Duarte\n',
  );
});

test('a qualified lead is one card for an AE, with what was learnt before', async () => {
  const { stage, ana } = await accepted();
  await ana.open(ana.card(), ids.qualify);
  expect((await ana.submit({ ...BANT, need: '' })).errors).toEqual({
    need: 'Please complete this required field.',
  });
  await ana.submit(BANT);

  expect(ana.reads().split('\n').slice(2)).toEqual([
    'Qualified by Ana Duarte today at 10:00 AM (undo until today at 10:02 AM)',
    '[Undo] [… Details | Why me?]',
  ]);
  const eva = deskOf(stage, 'eva');
  expect(eva.reads().split('\n')).toEqual([
    '🔥 Hot · Qualified, for an AE · Website · Autumn demo',
    'Grace Hopper, Head of Operations · Globex · 420 employees',
    'Qualified by Ana Duarte today at 10:00 AM: Budget 40,000 EUR a year · Authority She decides · Need Leads go cold · Timeline By March',
    'Accept by today at 2:00 PM',
    'Next: Read what Ana Duarte learnt, then agree a first conversation with them.',
    'Call +49 30 5550123 · E-mail grace@globex.example',
    '[Accept] [Reject…] [Snooze ▾] [… Details | Why me?]',
    'Can be snoozed 2 times; nobody else is told meanwhile. First response by tomorrow at 10:00 AM.',
  ]);
  const details = await eva.open(eva.card(), ids.more, 'Details');
  expect(details).toContain(
    '\nDiscovery\n• Budget: 40,000 EUR a year\n• Authority: She decides\n• Need: Leads go cold\n• Timeline: By March\n',
  );
  expect(details).toContain('Qualified by Ana Duarte');
  expect(await stage.query('select leg, state, owner_id from handoffs order by created_at, leg')).toEqual([
    { leg: 'mql_to_sdr', state: 'completed', owner_id: 'ana' },
    { leg: 'sql_to_ae', state: 'offered', owner_id: 'eva' },
  ]);
});

test('the card of an AE says when the meeting is that the SDR has agreed on', async () => {
  const { stage, ana } = await accepted();
  await stage.send({
    ...{ id: 'crm-7', kind: 'signal', person: { email: 'grace@globex.example' } },
    meeting: { id: 'crm-7', start_at: '2026-11-24T09:00:00Z', host_email: 'eva@acme-sales.example' },
  });
  await stage.settle();
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  const card = deskOf(stage, 'eva').reads();
  expect(card).toContain('\nQualified by Ana Duarte today at 10:00 AM: Budget ');
  expect(card).toContain('\nMeeting tomorrow at 10:00 AM');
  expect(card).toContain('\nNext: Confirm the meeting that is booked.');
});

test('recycled is later, with a reason and a date; disqualified is never', async () => {
  const { stage, ana } = await accepted();
  await ana.open(ana.card(), ids.more, 'Recycle…');
  await ana.submit({ reason: 'Not now', until: '2027-02-01', note: 'Budget is decided in January' });
  expect(ana.reads().split('\n').slice(2)).toEqual([
    'Recycled by Ana Duarte today at 10:00 AM: Not now (undo until today at 10:02 AM) · try again Feb 1, 2027',
    '[Undo] [… Details | Why me?]',
  ]);
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'nurture' }]);
  expect(
    await stage.query("select event ->> 'until' as until from handoff_events where type = 'recycled'"),
  ).toEqual([{ until: '2027-02-01T08:00:00.000Z' }]);
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    'Not now (Budget is decided in January); try again on 2027-02-01',
  );
  await ana.closeModal();
  const mara = deskOf(stage, 'mara');
  expect((await mara.openHome()).join('\n')).toContain(
    'Comes back to sales (1)\n• Feb 1, 2027: Grace Hopper (Globex) · Not now',
  );

  await stage.send(hot, { id: 'again' });
  await stage.settle();
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.more, 'Disqualify…');
  await ana.submit({ reason: 'Competitor' });
  expect(ana.reads()).toContain('\nDisqualified by Ana Duarte today at 10:00 AM: Competitor\n');
  expect(await stage.query('select stage from leads')).toEqual([{ stage: 'disqualified' }]);
  expect(await stage.query('select count(*)::int as running from clocks where stopped_at is null')).toEqual([
    { running: 0 },
  ]);
});

test('reasons for later and never are not those for rejecting', async () => {
  const { ana } = await accepted();
  await ana.open(ana.card(), ids.more, 'Recycle…');
  await expect(ana.submit({ reason: 'Too small' })).rejects.toThrow('no option "Too small"');
});
