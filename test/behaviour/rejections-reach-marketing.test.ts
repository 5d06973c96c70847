import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const FEEDBACK = 'C0FEEDBACK';

async function reject(stage: TestStage, personId: string, answers: Record<string, string>): Promise<void> {
  const desk = deskOf(stage, personId);
  await desk.open(desk.card(), ids.reject);
  await desk.submit(answers);
}

const marketingReads = (stage: TestStage): string[][] => {
  const mara = deskOf(stage, 'mara');
  return mara.channel(FEEDBACK).map((message) => mara.read(message).split('\n'));
};

test('marketing reads company, source, campaign, reason, note, evidence and the rules that let the lead through', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await reject(stage, 'ana', { reason: 'Too small', note: 'Three people in a garage' });

  expect(marketingReads(stage)).toEqual([
    [
      '1 lead rejected: Too small · from Website',
      'What went wrong: qualification threshold',
      '• Globex · Head of Operations · campaign Autumn demo · by Ana Duarte today at 10:00 AM',
      'Note: Three people in a garage',
      'The record says otherwise · let through by: mid-market-software: industry is software, saas, technology or' +
        ' fintech; mid-market-software: employees between 50 and 1999; mid-market-software: country is not KP, IR' +
        ' or SY; asked for sales (channel is demo request, pricing request, phone or chat)',
      'Answer by Nov 25, 2026 at 10:00 AM',
      '[Answer…]',
    ],
  ]);
});

test('no name, phone number or e-mail address of the lead is in it, not even one from the note', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await reject(stage, 'ana', {
    reason: 'Contact data is wrong',
    note: 'grace@globex.example bounces, and +49 30 5550123 is a fax',
  });

  const [message] = deskOf(stage, 'mara').channel(FEEDBACK);
  const everything = JSON.stringify(message);
  expect(everything).toContain('[e-mail address] bounces, and [phone number] is a fax');
  expect(everything).not.toMatch(/grace|hopper|5550123/i);
});

test('rejections of one source for one reason on one day are one message that grows', async () => {
  const stage = await startStage();
  for (const company of ['globex', 'initech', 'hooli']) {
    await stage.send(leadAt(company));
    await stage.settle();
  }
  await reject(stage, 'ana', { reason: 'Competitor' });
  await reject(stage, 'ben', { reason: 'Too small' });
  const ana = deskOf(stage, 'ana');
  const [first] = ana.cards();
  if (!first) throw new Error('Ana has no card');
  await ana.open(first, ids.reject);
  await ana.submit({ reason: 'Too small' });

  expect(
    marketingReads(stage).map(([heading, , ...rows]) => [
      heading,
      rows.filter((row) => row.startsWith('•')).length,
    ]),
  ).toEqual([
    ['1 lead rejected: Competitor · from Website', 1],
    ['2 leads rejected: Too small · from Website', 2],
  ]);
});

test('the next day begins a new message', async () => {
  const stage = await startStage();
  await stage.send(leadAt('globex'));
  await stage.settle();
  await reject(stage, 'ana', { reason: 'Too small' });
  await stage.pass(24 * 60);
  await stage.send(leadAt('initech'));
  await stage.settle();
  await reject(stage, 'ben', { reason: 'Too small' });

  expect(marketingReads(stage).map(([heading]) => heading)).toEqual([
    '1 lead rejected: Too small · from Website',
    '1 lead rejected: Too small · from Website',
  ]);
});

test('where the call before it was recorded, its link stands beside the rejection, and goes with who is forgotten', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  for (const [at, url] of [
    ['2026-11-23T09:00:00Z', 'https://dialler.example/calls/1'],
    ['2026-11-23T09:20:00Z', 'https://dialler.example/calls/2'],
  ]) {
    stage.clock.forward(20);
    await stage.send({
      kind: 'activity',
      person: { email: 'grace@globex.example' },
      activity: {
        channel: 'call',
        outcome: 'no_answer',
        at,
        by_email: 'ben@acme-sales.example',
        recording_url: url,
      },
    });
    await stage.settle();
  }
  await reject(stage, 'ana', { reason: 'Too small', note: 'They said so' });
  const seen = () => JSON.stringify(deskOf(stage, 'mara').channel(FEEDBACK));
  expect(seen()).toContain('https://dialler.example/calls/2');
  expect(seen()).not.toContain('https://dialler.example/calls/1');
  expect(marketingReads(stage)[0]?.join(' ')).toContain('Recording of the call');

  await stage.send({ kind: 'erasure', person: { email: 'grace@globex.example' } });
  await stage.settle();
  expect(seen()).not.toContain('dialler.example');
});
