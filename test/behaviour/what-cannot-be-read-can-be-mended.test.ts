import { expect, test } from 'vitest';
import { callbacks, fields, formatValue, ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { withButton } from '../support/forged.ts';
import { leadAt } from '../support/leads.ts';
import { inChannel, POOL_CHANNEL } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const globex = leadAt('globex');
const jane = {
  ...globex,
  person: { ...globex.person, full_name: 'Jane Roe', email: 'jane@acme,com', phone: '+49 30 5550177' },
};

async function sent(...leads: object[]): Promise<TestStage> {
  const stage = await startStage();
  for (const lead of leads) await stage.send(lead);
  await stage.settle();
  return stage;
}

/** Opens Details of the last card, and from there the form: what Slack was given of it. */
async function openForm(stage: TestStage): Promise<string> {
  const ana = deskOf(stage, 'ana');
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain('[Mend the address…]');
  const person = stage.slack.as(stage.slackIdOf('ana'));
  const { problem } = await person.pressInModal(ids.mend);
  if (problem) throw new Error(problem);
  const form = () => JSON.stringify(person.modal());
  return stage.slack.until(() => form().includes(callbacks.mend) && form(), 3_000);
}

const known = (stage: TestStage) =>
  stage.query("select record -> 'person' ->> 'email' as email from leads order by created_at, id");

test('whoever has a lead mends the address that could not be read, and it counts more than what is sent later', async () => {
  const stage = await sent(jane);
  const ana = deskOf(stage, 'ana');

  const form = await openForm(stage);
  expect(form).toContain('"initial_value":"jane@acme,com"');
  expect(ana.modal()).toContain('Perhaps meant: jane@acme.com');
  expect((await ana.submit({ [fields.email]: ' Jane@acme.com ' })).problem).toBeUndefined();

  expect(ana.modal()).toBe('');
  expect(await known(stage)).toEqual([{ email: 'jane@acme.com' }]);
  expect(ana.reads()).toContain('jane@acme.com');
  expect(await stage.query("select value from identities where kind = 'email'")).toEqual([
    { value: 'jane@acme.com' },
  ]);
  const details = await ana.open(ana.card(), ids.more, 'Details');
  expect(details).toMatch(/Ana Duarte, .*: e-mail address/);
  expect(details).toContain('E-mail address mended by Ana Duarte: jane@acme.com');
  expect(details).not.toContain('[Mend the address…]');
  await ana.closeModal();

  // The same person by the mended address; and by their number with another, from a source.
  await stage.send({ ...jane, person: { full_name: 'Jane Roe', email: 'jane@acme.com' } });
  await stage.send({ ...jane, person: { ...jane.person, email: 'old@acme.com' } });
  await stage.settle();
  expect(await known(stage)).toEqual([{ email: 'jane@acme.com' }]);
});

test('what is no address either is an error in the form, and nothing is set', async () => {
  const stage = await sent(jane);
  const ana = deskOf(stage, 'ana');
  await openForm(stage);

  const { errors } = await ana.submit({});
  expect(errors).toEqual({
    [fields.email]: 'That is no e-mail address: expected one such as name@company.com.',
  });
  expect(await known(stage)).toEqual([{ email: null }]);

  await ana.submit({ [fields.email]: 'jane@acme.com' });
  expect(await known(stage)).toEqual([{ email: 'jane@acme.com' }]);
});

test('an address of another lead is refused with whose it is; one that several share is taken', async () => {
  const stage = await sent(jane, leadAt('initech'));
  const ana = deskOf(stage, 'ana');
  await openForm(stage);

  const { errors } = await ana.submit({ [fields.email]: 'lead@initech.example' });
  expect(errors).toEqual({
    [fields.email]: 'That address belongs to another lead here: Lead of initech. Nothing was changed.',
  });
  expect(await stage.query("select count(*)::int as n from handoff_events where type = 'mended'")).toEqual([
    { n: 0 },
  ]);

  await ana.submit({ [fields.email]: 'info@initech.example' });
  expect(
    await stage.query("select lead_id from identities where value = 'info@initech.example'"),
  ).toHaveLength(1);
});

test('whoever may not act on a lead reads what was sent, has no button, and is refused the form', async () => {
  const stage = await startStage({ settings: inChannel });
  for (const person of ['ana', 'ben']) stage.slack.join(POOL_CHANNEL, stage.slackIdOf(person));
  await stage.send(jane);
  await stage.settle();
  expect(await stage.query('select owner_id from handoffs')).toEqual([{ owner_id: 'ana' }]);
  const ben = deskOf(stage, 'ben');

  const details = await ben.open(ben.card(), ids.more, 'Details');
  expect(details).toContain('person.email: jane@acme,com');
  expect(details).not.toContain('[Mend the address…]');
  await ben.closeModal();

  const [handoff] = await stage.query<{ id: string }>('select id from handoffs');
  const seen = { offerNo: 1, stand: 'offered' } as const;
  const value = formatValue({ handoffId: handoff?.id ?? '', seen, choice: null });
  const refused = await ben.open(withButton(ben.card(), ids.mend, value), ids.mend);
  expect(refused).toContain('This lead is with Ana Duarte.');
});

test('a form that was filled in while the lead went to somebody else changes nothing', async () => {
  const stage = await sent(jane);
  const ana = deskOf(stage, 'ana');
  await openForm(stage);
  await stage.query("update handoffs set offer_no = offer_no + 1 where owner_id = 'ana'");

  await ana.submit({ [fields.email]: 'jane@acme.com' });

  expect(ana.modal()).toContain('Nothing was changed.');
  expect(await known(stage)).toEqual([{ email: null }]);
});

test('a form that was filled in while another telling brought the address says so', async () => {
  const stage = await sent(jane);
  const ana = deskOf(stage, 'ana');
  await openForm(stage);
  await stage.send({ ...jane, person: { ...jane.person, email: 'jane@acme.com' } });
  await stage.settle();

  await ana.submit({ [fields.email]: 'jane@acme.org' });

  expect(ana.modal()).toContain('Their address is known by now');
  expect(await known(stage)).toEqual([{ email: 'jane@acme.com' }]);
});
