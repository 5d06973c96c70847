import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults } from './faults.ts';
import { openSite, type Site, shoot } from './visitor.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite({ isNew: false });
});
afterAll(() => site.close());

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const MOST_TABS = 120;
const PICTURES = { light: 'page', dark: 'page-dark' } as const;

test.each(['light', 'dark'] as const)(
  'in %s colours every control has a name, and all can be read',
  async (colorScheme) => {
    const visitor = await site.visit({ colorScheme, viewport: { width: 1440, height: 900 } });
    const { company, owner } = await visitor.sendLead();
    await visitor.be(owner);
    await visitor.go('Messages');
    const reject = visitor.message(company).getByRole('button', { name: `Reject lead ${company}` });
    await reject.waitFor();
    expect(await faults(visitor.page)).toEqual([]);
    await shoot(visitor.page, PICTURES[colorScheme]);

    await reject.click();
    await visitor.page.getByRole('dialog', { name: 'Reject lead' }).getByRole('combobox').waitFor();
    expect(await faults(visitor.page)).toEqual([]);
    await visitor.page.keyboard.press('Escape');
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  },
);

test('with the keyboard alone a lead is accepted and rejected, its details read, and a command typed', async () => {
  const visitor = await site.visit();
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Messages');
  await visitor.message(company).waitFor();
  const { page } = visitor;
  const focused = () =>
    page.evaluate<string>(
      "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''",
    );
  const tabTo = async (name: string) => {
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      await page.keyboard.press('Tab');
      if ((await focused()) === name) return;
    }
    throw new Error(`no Tab came to ${name}`);
  };

  await tabTo(`Reject lead ${company}`);
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Reject lead' });
  await form.getByRole('combobox', { name: 'Reason' }).waitFor();
  // Escape closes it, and one is where one was.
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });
  await expect.poll(focused).toBe(`Reject lead ${company}`);

  await page.keyboard.press('Shift+Tab');
  expect(await focused()).toBe(`Accept lead ${company}`);
  await page.keyboard.press('Enter');
  await visitor.message(company).getByText(`Accepted by ${owner}`).waitFor();

  await page.getByRole('combobox', { name: /^(Command to|Message)/ }).focus();
  await page.keyboard.type('/leads mine');
  await page.keyboard.press('Enter');
  await page.getByText('Only visible to you').last().waitFor();
  await visitor.message(company).getByRole('button', { name: /^More/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog', { name: 'Details' });
  await details.waitFor();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});

test('on a phone a lead is sent, read and accepted, and nothing is wider than the screen', async () => {
  const visitor = await site.visit(PHONE);
  const { company, owner } = await visitor.sendLead();
  await visitor.be(owner);
  await visitor.go('Messages');
  const { page } = visitor;
  const card = visitor.message(company);
  const accept = card.getByRole('button', { name: `Accept lead ${company}` });
  await accept.waitFor();
  await card.evaluate('(article) => article.scrollIntoView({ block: "start" })');
  await shoot(page, 'card-on-a-phone');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(await faults(page)).toEqual([]);

  await accept.tap();
  await card.getByText(`Accepted by ${owner}`).waitFor();
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});

test('the App Home of everybody can be opened, and read by everybody', async () => {
  const visitor = await site.visit();
  for (const name of ['Ana Duarte', 'Mia Lindqvist', 'Mara Holm', 'Olga Brandt']) {
    await visitor.be(name);
    await visitor.go('Home');
    await visitor.page.getByRole('heading', { name: 'Handoff – Home' }).waitFor();
    expect(await faults(visitor.page)).toEqual([]);
  }
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});
