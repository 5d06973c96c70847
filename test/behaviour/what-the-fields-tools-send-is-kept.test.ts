import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openToAll } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'payloads');
const XML = 'salesforce.outbound-message-lead.xml';
const BODIES = readdirSync(FOLDER).filter((name) => name !== 'signature-vectors.json');

/** What became of bodies that a source of the example takes; all others are set aside, with the reason. */
const TAKEN: Record<string, Record<string, string>> = {
  website: {},
  crm: {},
  zapier: {
    'generic.zapier-flat.json': 'nurture',
    'google-ads.lead-form-test.json': 'nurture',
    'marketo.webhook-rendered.json': 'nurture',
    'salesloft.person_created.json': 'nurture',
  },
  typeform: { 'typeform.form_response.json': 'handoff' },
};

test.each(Object.keys(TAKEN))(
  'whatever the tools of the field send to %s is read once and kept, or refused in words',
  {
    timeout: 90_000,
  },
  async (source) => {
    const stage = await startStage({ settings: openToAll });
    const named = new Map<string, string>();
    const refused: string[] = [];
    for (const name of BODIES) {
      const body = readFileSync(join(FOLDER, name));
      named.set(`sha256:${createHash('sha256').update(body).digest('hex')}`, name);
      const headers = { 'content-type': name === XML ? 'text/xml; charset=utf-8' : 'application/json' };
      const response = await fetch(`${stage.address}/webhooks/${source}`, { method: 'POST', headers, body });
      const answer = (await response.json()) as { error?: string };
      if (response.status !== 200) refused.push(`${name} ${response.status} ${answer.error}`);
    }
    await stage.settle();

    expect(refused).toEqual([expect.stringMatching(new RegExp(`^${XML} 400 .*expected`))]);
    const rows = await stage.query<{
      key: string;
      tries: number;
      outcome: string | null;
      reason: string | null;
    }>(`
    select d.key, d.tries, i.outcome, i.problems -> 0 ->> 'problem' as reason
    from deliveries d left join items i on i.delivery_id = d.id where d.read_at is not null`);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(BODIES.length - 1);
    expect(rows.filter(({ tries }) => tries !== 1)).toEqual([]);
    const aside = rows.filter(({ outcome }) => outcome === 'quarantined');
    expect(aside.filter(({ reason }) => !reason)).toEqual([]);
    const others = rows.filter((row) => !aside.includes(row));
    const became = others.flatMap(({ key, outcome }) => (outcome ? [[named.get(key) ?? key, outcome]] : []));
    expect(Object.fromEntries(became)).toEqual(TAKEN[source]);
    // Only `when` of a source leaves a body without an item: the settings say so.
    const ignored = others.filter(({ outcome }) => outcome === null);
    expect(ignored).toHaveLength(source === 'typeform' ? BODIES.length - 2 : 0);
  },
);
