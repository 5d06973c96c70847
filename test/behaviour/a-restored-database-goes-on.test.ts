import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { insertDelivery } from '#db/deliveries.ts';
import { openPostgres } from '#db/open.ts';
import { backUp, newFolder, restoreTo } from '../support/backups.ts';
import { newDatabase } from '../support/databases.ts';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { withoutCaps } from '../support/settings.ts';
import { openSite, type Site } from '../support/site.ts';
import { MONDAY, queryOn, untilQuiet } from '../support/stage.ts';

/** Takes a backup of a site's database, and restores it into another; the queue's jobs are not carried. */
async function moveTo(site: Site): Promise<string> {
  const file = join(newFolder(), 'site.backup');
  await backUp(site.database.url, file);
  const target = await newDatabase();
  await restoreTo(target, file);
  return target;
}

/** The same people on the restored database: settled when nothing is left to do there. */
function officeOn(site: Site, url: string) {
  const database = openPostgres(url, 30);
  const settle = () => untilQuiet(queryOn(database), site.clock.now);
  return { office: { ...site, settle }, settle, query: queryOn(database), close: database.close };
}

test('what was acknowledged and not read, and what was wanted and not shown, is read and shown after a restore, and nothing is posted anew', {
  timeout: 60_000,
}, async () => {
  const site = await openSite();
  const first = await site.start({ settings: withoutCaps });
  await first.send(hot);
  await site.settle();
  // Slack wants to be left alone: this card waits for two minutes.
  site.slack.fail({ method: 'chat.postMessage', times: 1, as: 'rate_limited', retryAfter: 120 });
  await first.send(leadAt('initech'));
  await site.settle();
  await first.stop();
  // Acknowledged in the last moment: the row is there, and its job would not come along anyway.
  const last = {
    id: 'last',
    sourceId: 'website',
    key: 'last',
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(leadAt('hooli'))),
    receivedAt: MONDAY,
  };
  await insertDelivery(site.database.db, last, MONDAY);
  const url = await moveTo(site);
  const { office, settle, query, close } = officeOn(site, url);
  const cardsOf = (person: string) => deskOf(office, person).cards().length;
  const before = { ana: cardsOf('ana'), ben: cardsOf('ben') };

  const second = await site.start({ settings: withoutCaps, databaseUrl: url });
  // What a person would have had as the fourth message of a second comes a second later.
  for (const minutes of [3, 0.1]) {
    site.clock.forward(minutes);
    await second.app.tick();
    await settle();
  }

  expect(before).toEqual({ ana: 1, ben: 0 });
  // Initech is Ben's, Hooli Ana's; the card that stood there stands there once.
  expect({ ana: cardsOf('ana'), ben: cardsOf('ben') }).toEqual({ ana: 2, ben: 1 });
  expect(
    await query(`select (select count(*)::int from deliveries where read_at is null) as unread,
      (select count(*)::int from messages where shown < wanted) as unshown,
      (select count(*)::int from leads) as leads`),
  ).toEqual([{ unread: 0, unshown: 0, leads: 3 }]);
  await close();
});

test('a card from before the backup is pressed and changed after the restore', async () => {
  const site = await openSite();
  const first = await site.start();
  await first.send(hot);
  await site.settle();
  await first.stop();
  const url = await moveTo(site);
  const { office, close } = officeOn(site, url);
  await site.start({ databaseUrl: url });

  const ana = deskOf(office, 'ana');
  expect(await ana.press(ana.card(), ids.accept)).toBe('Accepted. The card has Undo for two minutes.');
  expect(ana.reads()).toContain('Accepted by Ana Duarte today at 10:00 AM');
  expect(ana.cards().filter(({ ephemeral }) => !ephemeral)).toHaveLength(1);
  await close();
});
