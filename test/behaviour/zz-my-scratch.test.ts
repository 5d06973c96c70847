import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { holdTables } from '../support/hold.ts';
import { leadAt } from '../support/leads.ts';
import { type Sent, sendUntilTaken } from '../support/senders.ts';
import { withoutCaps } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { wireTo } from '../support/wire.ts';

const APOLOGY =
  'That did not work just now. Nothing is lost: look at the card again, and press once more if it is unchanged.';


test('scratch', { timeout: 100_000 }, async () => {
    const site = await openSite();
    const { url, wire } = await wireTo(site.database);
    const app = await site.start({ settings: withoutCaps, databaseUrl: url });
    await app.send(leadAt('before'));
    await site.settle();
    wire.silence();
    const start = performance.now();
    const ms = () => Math.round(performance.now() - start);
    console.log(await Promise.all(Array.from({ length: 15 }, async (_, n) => [await app.send(leadAt('x'+n)), ms()])));
    await wire.mend();
    console.log('mended', ms());
    const sent = await sendUntilTaken(() => app.send(leadAt('after')));
    console.log(sent, ms());
    for (let i = 0; i < 40; i += 1) { await pause(1000);
    const jobs = await site.query("select name, state, count(*)::int from pgboss.job where state not in ('completed') group by 1,2");
    console.log(ms(), JSON.stringify(jobs), JSON.stringify(await site.query("select count(*)::int from messages where shown < wanted"))); if (jobs.length === 0) break;}
    console.log(await site.query('select count(*) from leads'));
});
