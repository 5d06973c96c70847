import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults } from './faults.ts';
import { openSite, type Site, shoot } from './visitor.ts';

/** Tables and charts as Slack draws them, by mouse, by keyboard and for those who hear the page. */

let site: Site;
beforeAll(async () => {
  site = await openSite({ isNew: false });
});
afterAll(() => site.close());

test('a chart has its values in a table that opens by keyboard', async () => {
  const visitor = await site.visit();
  await visitor.sendLead();
  await visitor.be('Mia Lindqvist');
  await visitor.write('/funnel 7d');
  const answer = visitor.message('Funnel, last 7 days');
  await answer.getByRole('img', { name: /^How far they came: bar chart/ }).waitFor();
  const values = answer.locator('figure').first().locator('details');
  await values.locator('summary').focus();
  await visitor.page.keyboard.press('Enter');
  await values.getByRole('row', { name: /^Leads \d+/ }).waitFor();
  expect(await faults(visitor.page)).toEqual([]);
  await shoot(visitor.page, 'funnel');
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});

test.each(['light', 'dark'] as const)(
  'a table sorts and turns pages by keyboard, on a phone, %s',
  async (colorScheme) => {
    const visitor = await site.visit({ viewport: { width: 390, height: 844 }, colorScheme });
    await visitor.be('Mia Lindqvist');
    await visitor.go('Messages');
    await visitor.write('/funnel 90d by week');
    const answer = visitor.message('by week');
    const first = answer.getByRole('row').nth(1);
    await answer.getByRole('button', { name: 'Week of' }).focus();
    await visitor.page.keyboard.press('Enter');
    await answer
      .getByRole('columnheader', { name: 'Week of' })
      .and(answer.locator('[aria-sort=descending]'))
      .waitFor();
    const newest = await first.innerText();
    await visitor.page.keyboard.press('Enter');
    await answer
      .getByRole('columnheader', { name: 'Week of' })
      .and(answer.locator('[aria-sort=ascending]'))
      .waitFor();
    expect(await first.innerText()).not.toBe(newest);
    await answer.getByRole('button', { name: 'Next page of Funnel by week' }).press('Enter');
    await answer.getByText(/^11–\d+ of \d+$/).waitFor();
    expect(await faults(visitor.page)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  },
);
