import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { faults } from './faults.ts';
import { choose, openSite, type Site, shoot, type Visitor } from './visitor.ts';

/** The demo page as somebody uses it who has never seen it: one demo for all, a lead of its own for each. */

let site: Site;
let visitor: Visitor;
beforeAll(async () => {
  site = await openSite({ isNew: false });
});
afterAll(() => site.close());
beforeEach(async () => {
  visitor = await site.visit();
});
afterEach(async () => {
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});

test('a lead is sent, accepted, and taken back', async () => {
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Messages');
  const card = visitor.message(company);

  await card.getByRole('button', { name: `Accept lead ${company}` }).click();
  await card.getByText(`Accepted by ${owner}`).waitFor();
  await card.getByRole('button', { name: /^Undo/ }).click();
  await card.getByRole('button', { name: `Accept lead ${company}` }).click();
  await card.getByText(`Accepted by ${owner}`).waitFor();
});

test('a rejection asks for its reason, and for the note that this reason needs', async () => {
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Messages');
  await visitor
    .message(company)
    .getByRole('button', { name: `Reject lead ${company}` })
    .click();
  const form = visitor.page.getByRole('dialog', { name: 'Reject lead' });
  await choose(form.getByRole('combobox', { name: 'Reason' }), 'Something else');
  await form.getByRole('button', { name: 'Reject', exact: true }).click();

  const note = form.getByRole('textbox', { name: /note/i });
  await expect.poll(() => note.getAttribute('aria-invalid'), { timeout: 20_000 }).toBe('true');
  await shoot(visitor.page, 'reject');
  await note.fill('They asked for hosting, which we do not sell');
  await form.getByRole('button', { name: 'Reject', exact: true }).click();
  await form.waitFor({ state: 'hidden' });

  await visitor.be('Mara Holm');
  await visitor.go('lead-feedback');
  const feedback = visitor.message('They asked for hosting');
  await feedback.waitFor();
  await shoot(visitor.page, 'feedback-channel', feedback);
});

test('a lead is put off from its menu', async () => {
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Messages');
  const card = visitor.message(company);
  await card.getByRole('combobox', { name: /Snooze/ }).selectOption({ label: '15 minutes' });
  await card
    .getByText(/Snoozed/)
    .first()
    .waitFor();
});

test('a time of one’s own is picked for a callback', async () => {
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Messages');
  const card = visitor.message(company);
  await card.getByRole('button', { name: `Accept lead ${company}` }).click();
  await card.getByText(`Accepted by ${owner}`).waitFor();
  await choose(card.getByRole('combobox', { name: /Snooze/ }), 'Pick a time');
  const form = visitor.page.getByRole('dialog', { name: /Snooze/ });
  await form.locator('input').first().fill('2026-11-23T15:30');
  expect(await faults(visitor.page)).toEqual([]);
  await form.locator('button[type=submit]').click();
  await card
    .getByText(/Snoozed by .* until today at 3:30/)
    .first()
    .waitFor();
});

test('a lead is accepted in one’s Home, and its card follows', async () => {
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Home');
  await visitor.page.getByRole('button', { name: `Accept lead ${company}` }).click();
  await visitor.page.getByText('Accepted, no response yet').waitFor();
  await visitor.go('Messages');
  await visitor.message(company).getByText(`Accepted by ${owner}`).waitFor();
});

test('what nobody answers reaches the manager, who gives it to somebody else', async () => {
  const { company, owner } = await visitor.sendLead();
  await visitor.inPanel('+ 5 min');
  await visitor.be('Mia Lindqvist');
  await visitor.go('Messages');
  const overdue = visitor.message(`(${company})`);
  await overdue.waitFor();
  await shoot(visitor.page, 'managers-message', overdue);

  await overdue.getByRole('button', { name: new RegExp(`^Reassign lead ${company}`) }).click();
  const form = visitor.page.getByRole('dialog', { name: /Reassign/ });
  const other = owner === 'Ana Duarte' ? 'Ben Okafor' : 'Ana Duarte';
  await choose(form.getByRole('combobox', { name: 'To whom?' }), other);
  await form.getByRole('textbox', { name: 'Why?' }).fill(`${owner} is in a meeting`);
  await form.getByRole('button', { name: 'Reassign', exact: true }).click();
  await form.waitFor({ state: 'hidden' });

  await visitor.be(other);
  await visitor.go('Messages');
  await visitor
    .message(company)
    .getByRole('button', { name: `Accept lead ${company}` })
    .waitFor();
});

test('a slash command is hinted at, typed, and answered for one person only', async () => {
  await visitor.be('Mia Lindqvist');
  await visitor.go('Messages');
  await visitor.page.getByRole('combobox', { name: 'Command to Handoff' }).fill('/fun');
  await visitor.page.getByRole('option', { name: /^\/funnel/ }).waitFor();
  await visitor.write('/funnel');

  const answer = visitor.page.getByRole('article').filter({ hasText: 'Only visible to you' });
  await answer.filter({ hasText: 'Funnel' }).first().waitFor();
});

test('while Slack is too busy a lead waits, and comes when it is fine again', async () => {
  await visitor.weather('Too busy');
  const { company, owner } = await visitor.sendLead('Qualified in the CRM, which names Ben as the owner');
  await visitor.page.getByText(/wait(s)? to be shown in Slack/).waitFor();
  await visitor.be(owner);
  await visitor.go('Messages');
  expect(await visitor.message(company).count()).toBe(0);

  await visitor.weather('Fine');
  await visitor.message(company).waitFor();
  await visitor.page.getByText('Everything is shown in Slack.').waitFor();
});

test('nothing of all that was an error of the app', () => {
  expect(site.demo.errors).toEqual([]);
});
