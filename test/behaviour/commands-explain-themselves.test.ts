import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

test('a wrong word gets the nearest one with its examples', async () => {
  const stage = await startStage();
  expect(await said(stage, 'ana', '/leads mien')).toEqual([
    '“mien” is not something /leads knows; did you mean “mine”?',
    '• /leads mine: Your open leads, the next deadline first.',
    'Such as: /leads mine',
    'Everything /leads can do: /leads help',
  ]);
  expect((await said(stage, 'ana', '/handoff help balance'))[1]).toBe('Such as: /handoff balance');
  expect(await said(stage, 'ana', '/leads find')).toEqual([
    'Say what to look for: /leads find acme',
    '• /leads find <text>: Leads by name, company or e-mail address.',
    'Such as: /leads find acme',
    'or: /leads find grace hopper',
    'or: /leads find @globex.com',
    'Everything /leads can do: /leads help',
  ]);
  expect((await said(stage, 'ana', '/funnel 30x'))[0]).toContain('"30x" is not a period');
});

test('/handoff help groups what there is by who needs it', async () => {
  const stage = await startStage();
  const lines = await said(stage, 'ana', '/handoff help');
  const headings = ['For everybody', 'For those who take leads', 'For managers', 'For ops'];
  expect(lines.filter((line) => headings.includes(line))).toEqual(headings);
  expect(await said(stage, 'ana', '/handoff')).toEqual(lines);
});

test('/leads alone is a rep’s own list, a manager’s team, and help for everybody else', async () => {
  const stage = await startStage();
  expect((await said(stage, 'ana', '/leads'))[0]).toBe('Your open leads');
  expect((await said(stage, 'mia', '/leads'))[0]).toBe("Your team's open leads");
  expect((await said(stage, 'olga', '/leads'))[0]).toBe('/leads');
});

test('/leads why tells where a lead went and why, to those who may see leads', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [row] = await stage.query<{ id: string }>('select id from handoffs');
  const id = row?.id.slice(0, 6) ?? '';
  const lines = await said(stage, 'ben', `/leads why ${id}`);
  expect(lines[0]).toBe(
    'Grace Hopper: It was Ana Duarte’s turn in SDRs in Europe: level with their share, as others were: of equals whoever stands first in the pool comes first.',
  );
  expect(lines).toContain('• Ana Duarte: has it: level with their share');
  expect((await said(stage, 'ben', '/leads why zzzzzz'))[0]).toBe(
    'No lead has the id “zzzzzz”. Look it up: /leads find <name or company>',
  );
  expect(await said(stage, 'mara', `/leads why ${id}`)).toEqual([
    'Leads are shown to sales and ops. Rejections and their reasons are in the feedback channel.',
  ]);
});

test('/handoff balance is a rep’s own statement, and their manager’s to ask for', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const mine = await said(stage, 'ana', '/handoff balance');
  expect(mine.slice(1, 3)).toEqual([
    '• Ana Duarte in SDRs in Europe',
    '   1 turn, 0 credits, 0 debits · ahead by 0.5 of a turn · number 2 in turn',
  ]);
  const ofPool = await said(stage, 'mia', '/handoff balance sdr-emea');
  expect(ofPool.slice(1, 5)).toEqual([
    ...mine.slice(1, 3),
    '• Ben Okafor in SDRs in Europe',
    '   0 turns, 0 credits, 0 debits · owed 0.5 of a turn · next in turn',
  ]);
  // Slack turns the name into a mention.
  expect((await said(stage, 'mia', '/handoff balance @ana')).slice(1, 3)).toEqual(mine.slice(1, 3));
  expect(await said(stage, 'ben', '/handoff balance @ana')).toEqual([
    'Ana Duarte can be asked about by themselves, their managers and ops.',
  ]);
  expect((await said(stage, 'ben', '/handoff balance sdr-emea'))[0]).toContain('managers and ops');
  expect((await said(stage, 'mia', '/handoff balance Olag'))[0]).toBe(
    '“Olag” is nobody in the team; did you mean "olga"?',
  );
});

test('/handoff why says whether a rep gets leads, and the check that says no', async () => {
  const stage = await startStage();
  expect((await said(stage, 'ana', '/handoff why'))[0]).toBe('You get leads now, when the turn comes.');
  await said(stage, 'ana', '/handoff away 2h');
  expect((await said(stage, 'mia', '/handoff why @ana')).slice(0, 2)).toEqual([
    'Ana Duarte gets no leads now.',
    '• SDRs in Europe: away until today at 12:00 PM',
  ]);
  expect((await said(stage, 'mia', '/handoff why Cleo Marsh')).slice(0, 2)).toEqual([
    'Cleo Marsh gets no leads now.',
    '• SDRs in the Americas: outside working hours until today at 3:00 PM',
  ]);
  expect(await said(stage, 'ana', '/handoff why ben')).toEqual([
    'Ben Okafor can be asked about by themselves, their managers and ops.',
  ]);
});

test('/handoff definitions says what an MQL is, and an overdue review', async () => {
  const stage = await startStage();
  const lines = await said(stage, 'mara', '/handoff definitions');
  expect(lines.slice(0, 3)).toEqual([
    'What an MQL is, version 2026.4',
    'Signed by Mara Holm for marketing and Mia Lindqvist for sales, on 2026-10-01.',
    'To be reviewed by 2027-01-15.',
  ]);
  stage.clock.set(new Date('2027-01-16T09:00:00Z'));
  expect((await said(stage, 'mara', '/handoff definitions'))[2]).toContain('The review is overdue');
});

test('/handoff sources says what came in today, and never a secret', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.send({ channel: 'demo_request' });
  await stage.settle();
  const lines = await said(stage, 'olga', '/handoff sources');
  const at = lines.findIndex((line) => line.startsWith('• Website (website): last delivery'));
  expect(lines.slice(at + 1, at + 4)).toEqual([
    '   today: 1 handed over, 1 not readable',
    '   1 item could not be read and waits. Why, and reading them again: npm run handoff -- inbox',
    '   proves itself by: signed (Standard Webhooks)',
  ]);
  expect(lines.join('\n')).not.toContain('whsec_');
});
