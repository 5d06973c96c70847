import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { choose, openSite, type Site, type Visitor } from './visitor.ts';

/** What sales gives back goes on: the record put right, marketing's answers, a change of the definition. */

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

const MARA = 'Mara Holm';
const MIA = 'Mia Lindqvist';

/** Whoever has a new lead rejects it; answers its company and who they are. */
async function rejected(reason: string, note: string): Promise<{ company: string; owner: string }> {
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Messages');
  await visitor
    .message(company)
    .getByRole('button', { name: `Reject lead ${company}` })
    .click();
  const form = visitor.page.getByRole('dialog', { name: 'Reject lead' });
  await choose(form.getByRole('combobox', { name: 'Reason' }), reason);
  await form.getByRole('textbox', { name: /note|word/i }).fill(note);
  await form.getByRole('button', { name: 'Reject', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
  return { company, owner };
}

async function answered(
  note: string,
  answer: string,
  fill: (form: ReturnType<Visitor['page']['getByRole']>) => Promise<void>,
) {
  await visitor.be(MARA);
  await visitor.go('lead-feedback');
  const feedback = visitor.message(note);
  await feedback.getByRole('button', { name: /^Answer/ }).click();
  const form = visitor.page.getByRole('dialog', { name: 'Answer sales' });
  await form.getByRole('radio', { name: answer }).check();
  await fill(form);
  await form.getByRole('button', { name: 'Answer', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
}

test('the record is put right in the form that rejects', async () => {
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Messages');
  await visitor
    .message(company)
    .getByRole('button', { name: `Reject lead ${company}` })
    .click();
  const form = visitor.page.getByRole('dialog', { name: 'Reject lead' });
  await choose(form.getByRole('combobox', { name: 'Reason' }), 'Too small');
  const right = form.getByRole('textbox', { name: /The record says/ });
  await right.fill('12');
  await form.getByRole('button', { name: 'Reject', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
  await visitor.be(MARA);
  await visitor.go('lead-feedback');
  await visitor.page.getByText('→ 12').first().waitFor();
});

test('marketing has rejected leads tried again on a day', async () => {
  await rejected('Partner or supplier', 'They resell us in spring');
  const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await answered('They resell us in spring', 'Try them again on a day', async (form) => {
    await form.locator('input[type=date]').fill(day);
  });
  await visitor.page.getByText('Try them again on a day').first().waitFor();
  await visitor.go('Home');
  await visitor.page
    .getByText(/Comes back to sales/)
    .first()
    .waitFor();
});

test('a manager decides where marketing disagrees', async () => {
  await rejected('Wrong person', 'An assistant answered');
  await answered('An assistant answered', 'We disagree', async (form) => {
    await form.getByRole('textbox', { name: /note/i }).fill('She signs the contracts');
  });
  await visitor.be(MIA);
  await visitor.go('Messages');
  const asked = visitor.message('Marketing disagrees');
  await asked.waitFor();
  await asked.getByRole('button', { name: 'Offer the lead to sales again' }).first().click();
  await visitor.page.getByText('Offered to sales again').first().waitFor();
});

test('a definition is back-tested, proposed, signed by both, and tried', async () => {
  await visitor.be(MARA);
  await visitor.go('lead-feedback');
  await visitor.write('/handoff backtest require employees >= 100');
  await visitor.page.getByText('What cannot be known').first().waitFor();
  await visitor.write('/handoff suggestions');
  await visitor.write('/handoff propose require employees >= 100');
  const card = visitor.message('Proposed for the definition');
  await card.waitFor();
  await card.getByRole('button', { name: /^Sign for marketing/ }).click();
  await visitor.page.getByText('Signed for marketing by Mara Holm').first().waitFor();
  await visitor.be(MIA);
  await visitor.go('lead-feedback');
  await card.getByRole('button', { name: /^Sign for sales/ }).click();
  await visitor.page.getByText('on trial').first().waitFor();
  await visitor.sendLead();
});

test('nothing of all that was an error of the app', () => {
  expect(site.demo.errors).toEqual([]);
});
