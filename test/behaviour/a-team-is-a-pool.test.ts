import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { leadAt } from '../support/leads.ts';
import { openSite } from '../support/site.ts';
import { STANDINGS } from '../support/standings.ts';

/** `handoff.yaml`, whose European pool is Ana with two shares, and whoever else is in the team: Ben. */
function teamFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-team-')), 'handoff.yaml');
  const settings = parse(readFileSync('handoff.yaml', 'utf8'));
  for (const person of settings.people) if (['ana', 'ben'].includes(person.id)) person.team = 'emea';
  const members = [{ person: 'ana', weight: 2 }];
  Object.assign(settings.pools[0], { members, team: 'emea', caps: { unanswered: 30 } });
  writeFileSync(file, stringify(settings));
  return file;
}

test('a pool may be a team: everybody in it shares its leads, and who is listed too is there once', async () => {
  const site = await openSite();
  const app = await site.start({ file: teamFile() });
  for (let n = 0; n < 6; n += 1) {
    await app.send(leadAt(`company-${n}`));
    await site.settle();
  }

  expect(
    await site.query('select owner_id, count(*)::int as leads from handoffs group by 1 order by 1'),
  ).toEqual([
    { owner_id: 'ana', leads: 4 },
    { owner_id: 'ben', leads: 2 },
  ]);
  expect(
    await site.query(`select rep_id from ${STANDINGS} where pool_id = 'sdr-emea' order by rep_id`),
  ).toEqual([{ rep_id: 'ana' }, { rep_id: 'ben' }]);
});
