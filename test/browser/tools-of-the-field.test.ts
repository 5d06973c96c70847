import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEMS } from '#domain/systems.ts';
import { faults } from './faults.ts';
import { openSite, type Site } from './visitor.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite({ isNew: false });
});
afterAll(() => site.close());

test('one lead of each tool is sent from the panel, which stays open and readable', {
  timeout: 120_000,
}, async () => {
  const visitor = await site.visit();
  const panel = visitor.page.getByRole('complementary');
  await panel.getByText('From the tools of the field').click();
  const tools = panel.getByRole('group').filter({ hasText: 'From the tools of the field' });
  expect(await tools.getByRole('button').allInnerTexts()).toEqual(Object.values(SYSTEMS));

  const cameIn = visitor.log.getByText(/ → .+: (qualified|to nurture), /);
  for (const [no, tool] of Object.values(SYSTEMS).entries()) {
    await tools.getByRole('button', { name: tool, exact: true }).click();
    await cameIn.nth(no).waitFor();
  }
  expect(await faults(visitor.page)).toEqual([]);
  expect(visitor.complaints).toEqual([]);
  expect(site.demo.errors).toEqual([]);
});
