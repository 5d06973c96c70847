import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults } from './faults.ts';
import { openSite, type Site, shoot, type Visitor } from './visitor.ts';

/** A team that is not set up yet: from nothing to a card, and to a lead that comes from outside. */

const SOON = { timeout: 20_000 };

let site: Site;
let olga: Visitor;
beforeAll(async () => {
  site = await openSite({ isNew: true });
  olga = await site.visit();
});
afterAll(() => site.close());

const dialog = () => olga.page.getByRole('dialog', { name: 'Set up Handoff' });
/** Presses the button whose name begins with, or ends in, these words: a label may say more than stands on it. */
const press = (words: string) =>
  dialog()
    .getByRole('button', { name: new RegExp(`^${words}|${words}$`) })
    .first()
    .click();
const field = (name: RegExp) => dialog().getByRole('combobox', { name });

test('whoever runs the workspace takes the team from a channel, and gives it a manager, a pool and channels', async () => {
  await olga.write('/handoff setup');
  await dialog().getByText('Nobody was ops yet').waitFor();

  await press('Team');
  await field(/^From a channel/).selectOption({ label: '#sales-development' });
  await field(/^What are they/).selectOption({ label: 'SDR' });
  await press('Read members');
  await dialog().getByText('Cleo Marsh · America/New_York').waitFor();
  await press('Add to the team');
  await dialog().getByText('Saved: 4 SDRs in the team.').waitFor();

  await press('Managers');
  await field(/^Manager/).selectOption({ label: 'Mia Lindqvist' });
  await press('Save');
  await dialog().getByText('Saved: a manager for 4 people.').waitFor();

  await press('Pools');
  await press('New pool');
  await dialog().getByRole('textbox', { name: 'Name' }).fill('SDRs');
  await dialog().getByText('Choose…').first().click();
  for (const name of ['Ana Duarte', 'Ben Okafor']) await dialog().getByRole('checkbox', { name }).check();
  await field(/^What for/).selectOption({ label: 'New leads, for SDRs' });
  await dialog().getByRole('radio', { name: 'Everything no other pool takes' }).check();
  await press('Save');
  await dialog().getByText('Saved: the pool SDRs.').waitFor();

  await press('Channels');
  await field(/ops/i).selectOption({ label: '#handoff-ops' });
  await field(/feedback|rejections/i).selectOption({ label: '#lead-feedback' });
  await press('Save');
  await dialog().getByText('Saved: ops and feedback channel.').waitFor();
  expect(await faults(olga.page)).toEqual([]);
  await shoot(olga.page, 'setup');
});

test('a test lead is a real card', async () => {
  await press('Send me a test lead');
  await dialog().getByText('A made-up lead becomes a real card').waitFor();
  await press('Send me a test lead');
  await dialog().getByText('A test lead is in your direct messages').waitFor();
  await dialog().locator('footer').getByRole('button', { name: 'Close' }).click();

  const card = olga.message('Test Lead (nobody real)');
  await card.getByRole('button', { name: /^Accept lead/ }).click();
  await card.getByText('Accepted by Olga Brandt').waitFor();
  await shoot(olga.page, 'test-lead', card);
});

test('a source gets its address and a token, and says when it last delivered', async () => {
  await olga.write('/handoff setup');
  await press('Connect one');
  await field(/^Which tool/).selectOption({ label: 'Own website or code' });
  await dialog()
    .getByRole('textbox', { name: /call this source/ })
    .fill('Our website');
  await field(/^What did these people do/).selectOption({ label: 'Asked for a demo or to be contacted' });
  await press('Connect');
  await dialog().getByText(/curl/).first().waitFor();
  expect(await faults(olga.page)).toEqual([]);
  await shoot(olga.page, 'connect-a-source');

  const words = await dialog().innerText();
  const [address = ''] = /http:\/\/\S+\/webhooks\/[\w-]+/.exec(words) ?? [];
  const [, token = ''] = /Bearer (\S+?)['"\s]/.exec(words) ?? [];
  const sent = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Jane Doe',
      email: 'jane@initrode.example',
      company: 'Initrode',
      message: 'Show me the product',
    }),
  });
  expect(sent.status).toBe(200);
  await expect
    .poll(async () => {
      await press('Check');
      return dialog().innerText();
    }, SOON)
    .toMatch(/last delivery: \d+ s ago/i);
  await dialog().locator('footer').getByRole('button', { name: 'Close' }).click();
  await olga.go('handoff-ops');
  await olga.message('changed: sources (+1)').waitFor();
  expect(olga.complaints).toEqual([]);
});
