import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { hot, person } from '../support/leads.ts';
import { startStage } from '../support/stage.ts';

const told = {
  ...hot,
  person: { ...hot.person, linkedin_url: 'https://www.linkedin.com/in/grace' },
  refs: [{ system: 'hubspot', type: 'contact', id: '51', url: 'https://app.hubspot.example/contacts/51' }],
  score: { value: 72, reasons: ['Opened the pricing page', 'Head of a department'] },
  signals: [
    { type: 'pricing_view', at: '2026-11-23T08:40:00Z', url: 'https://acme-sales.example/pricing' },
    { type: 'pricing_view', at: '2026-11-23T08:48:00Z', url: 'https://acme-sales.example/pricing?plan=team' },
  ],
  discovery: { challenge: 'Leads go cold', timeline: 'This quarter' },
};

test('a qualified lead is one card in one rep’s direct messages, with everything they need', async () => {
  const stage = await startStage();

  expect(await stage.send(told)).toBe(200);
  await stage.settle();

  const ana = deskOf(stage, 'ana');
  expect(ana.cards()).toHaveLength(1);
  expect(ana.reads().split('\n')).toEqual([
    '🔥 Hot · Website · Autumn demo',
    'Grace Hopper, Head of Operations · Globex · 420 employees',
    'Why now: Demo request, just now; Pricing page ×2, last 12 minutes ago',
    'Accept by today at 10:05 AM',
    'Accept if: a company of 50 people or more asks to see the product',
    'Next: Call now: they asked for a demo.',
    'Call +49 30 5550123 · E-mail grace@globex.example · LinkedIn · CRM record (app.hubspot.example)',
    '[Accept] [Reject…] [Snooze ▾] [… Details | Why me?]',
    'Can be snoozed once; nobody else is told meanwhile. First response by today at 10:15 AM.',
  ]);
  expect(deskOf(stage, 'ben').cards()).toEqual([]);
});

test('the text that screen readers and notifications use says everything the card says', async () => {
  const stage = await startStage();
  await stage.send(told);
  await stage.settle();

  expect(deskOf(stage, 'ana').card().text.split('\n')).toEqual([
    '🔥 Hot · Website · Autumn demo',
    'Grace Hopper, Head of Operations · Globex · 420 employees',
    'Why now: Demo request, <!date^1795424400^{ago}|2026-11-23 09:00 UTC>;' +
      ' Pricing page ×2, last <!date^1795423680^{ago}|2026-11-23 08:48 UTC>',
    'Accept by <!date^1795424700^{date_short_pretty} at {time}|2026-11-23 09:05 UTC>',
    'Accept if: a company of 50 people or more asks to see the product',
    'Next: Call now: they asked for a demo.',
    '<tel:+49305550123|Call +49 30 5550123> · <mailto:grace@globex.example|E-mail grace@globex.example> ·' +
      ' <https://www.linkedin.com/in/grace|LinkedIn> ·' +
      ' <https://app.hubspot.example/contacts/51|CRM record (app.hubspot.example)>',
    'You can: Accept, Reject…, Snooze (15 minutes, or pick a time), More (Details, Why me?).',
    'Can be snoozed once; nobody else is told meanwhile.' +
      ' First response by <!date^1795425300^{date_short_pretty} at {time}|2026-11-23 09:15 UTC>.',
  ]);
});

test('parts nobody told are absent, and what is unknown about fit is said', async () => {
  const stage = await startStage();
  await stage.send({ person: { email: 'someone@initech.example' }, account: { country: 'DE' } });
  await stage.settle();

  const ana = deskOf(stage, 'ana');
  expect(ana.reads().split('\n')).toEqual([
    '🔥 Hot · Website',
    'someone@initech.example',
    'Why now: Demo request, just now',
    'Accept by today at 10:05 AM',
    'Accept if: a company of 50 people or more asks to see the product',
    'Next: E-mail now: they asked for a demo.',
    'Fit unverified: industry, employees not known',
    'E-mail someone@initech.example',
    '[Accept] [Reject…] [Snooze ▾] [… Details | Why me?]',
    'Can be snoozed once; nobody else is told meanwhile. First response by today at 10:15 AM.',
  ]);
  const details = await ana.open(ana.card(), ids.more, 'Details');
  expect(details.split('\n').filter((line) => /^[A-Z][A-Za-z ]+$/.test(line))).toEqual([
    'Evidence',
    'What they did',
    'Who said what',
    'Clocks',
    'History',
  ]);
});

test('whoever must not be called or written to has no link to do it with', async () => {
  const stage = await startStage();
  await stage.send({ ...hot, consent: { do_not_call: true, unsubscribed: true } });
  await stage.settle();

  const ana = deskOf(stage, 'ana');
  expect(ana.reads().split('\n').slice(5, 7)).toEqual([
    'Next: Find a way to reach them: no phone and no e-mail may be used.',
    'Do not call · Unsubscribed from e-mail',
  ]);
  expect(ana.card().links).toEqual([]);
});

const CRM = 'https://app.hubspot.example/contacts/51';
const LINKEDIN = 'https://www.linkedin.com/in/grace';
const PHONE = 'tel:+49305550123';
const MAIL = 'mailto:grace@globex.example';

/** What the first screen of a lead with this consent says of how to reach them, and everything it links to. */
async function reachable(consent: object) {
  const stage = await startStage();
  await stage.send({ ...told, consent });
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const lines = ana.reads().split('\n');
  return {
    next: lines.find((line) => line.startsWith('Next: ')),
    reach: lines.find((line) => line.includes('CRM record')),
    links: ana.card().links.map(({ url }) => url),
    said: [...ana.card().text.matchAll(/<((?:https?|tel|mailto):[^|>]*)\|/g)].map(([, address]) => address),
  };
}

test('do-not-call stands on the first screen and takes the number away, nothing else', async () => {
  expect(await reachable({ do_not_call: true })).toEqual({
    next: 'Next: E-mail now: they asked for a demo.',
    reach: 'Do not call · E-mail grace@globex.example · LinkedIn · CRM record (app.hubspot.example)',
    links: [MAIL, LINKEDIN, CRM],
    said: [MAIL, LINKEDIN, CRM],
  });
});

test('unsubscribed stands on the first screen and takes the address away, nothing else', async () => {
  expect(await reachable({ unsubscribed: true })).toEqual({
    next: 'Next: Call now: they asked for a demo.',
    reach: 'Unsubscribed from e-mail · Call +49 30 5550123 · LinkedIn · CRM record (app.hubspot.example)',
    links: [PHONE, LINKEDIN, CRM],
    said: [PHONE, LINKEDIN, CRM],
  });
});

test('do-not-contact stands on the first screen and leaves the record alone to press', async () => {
  expect(await reachable({ do_not_contact: true })).toEqual({
    next: 'Next: Do not contact: check the record before anything else.',
    reach: 'Do not contact · CRM record (app.hubspot.example)',
    links: [CRM],
    said: [CRM],
  });
});

test('a consent that allows everything takes nothing away', async () => {
  const allowed = { do_not_call: false, do_not_contact: false, unsubscribed: false };
  expect(await reachable(allowed)).toEqual({
    next: 'Next: Call now: they asked for a demo.',
    reach: 'Call +49 30 5550123 · E-mail grace@globex.example · LinkedIn · CRM record (app.hubspot.example)',
    links: [PHONE, MAIL, LINKEDIN, CRM],
    said: [PHONE, MAIL, LINKEDIN, CRM],
  });
});

test('Details hold the score, the evidence, what they did and said, colleagues, clocks and history', async () => {
  const stage = await startStage();
  await stage.send(person('Ada Byron', 'ada@globex.example'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.send(told);
  await stage.settle();

  expect((await ana.open(ana.card(), ids.more, 'Details')).split('\n')).toEqual([
    '— Lead details —',
    'Grace Hopper (Globex)',
    'Why you: Ana Duarte already works with this company.',
    'Their time: about 10:00 for them (guessed from the country)',
    'Score 72',
    '• Opened the pricing page',
    '• Head of a department',
    'Evidence',
    '• not competitor (e-mail domain is rivalsoft.example or otherware.example): ✓ held (globex.example)',
    '• not student (title includes student, intern, trainee or professor): ✓ held (Head of Operations)',
    '• not job-seeker (tags is job-application or careers): ? unknown',
    '• not existing-customer (existing customer is yes): ? unknown',
    '• mid-market-software: industry is software, saas, technology or fintech: ✓ held (software)',
    '• mid-market-software: employees between 50 and 1999: ✓ held (420)',
    '• mid-market-software: country is not KP, IR or SY: ✓ held (DE)',
    '• asked for sales (channel is demo request, pricing request, phone or chat): ✓ held (demo request)',
    'What they did',
    '• Demo request, today at 10:00 AM',
    '• Pricing page, today at 9:48 AM · acme-sales.example',
    '• Pricing page, today at 9:40 AM · acme-sales.example',
    'Discovery',
    '• Challenge: Leads go cold',
    '• Timeline: This quarter',
    'Who said what',
    '• Website, Nov 23, 2026: everything',
    'Others at the account',
    '• Ada Byron, Head of Operations · SAL · with Ana Duarte',
    'Speed to lead: no response yet',
    '• Captured today at 10:00 AM',
    '• Received today at 10:00 AM, after 0 s',
    '• First offered today at 10:00 AM, after 0 s',
    '• In Slack today at 10:00 AM, after 0 s',
    '• system’s share 0 s',
    'Clocks',
    '• Acceptance: from today at 10:00 AM, due today at 10:05 AM, running',
    '• First response: from today at 10:00 AM, due today at 10:15 AM, running',
    'History',
    '• today at 10:00 AM: Offered to Ana Duarte',
    '[Close]',
  ]);
});

test('Why me? names every rule that was tried and everybody who was passed over', async () => {
  const stage = await startStage();
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id = 'ben'");
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');

  const [version] = await stage.query<{ version: string }>('select version from settings_versions');
  expect((await ana.open(ana.card(), ids.more, 'Why me?')).split('\n')).toEqual([
    '— Why me? —',
    'Grace Hopper: Ana Duarte was the only one in SDRs in Europe who could take it. Passed over: Ben Okafor (away).',
    'Decided today at 10:00 AM, because: new lead',
    'Rules, in order',
    '• territory dach: the lead lies in it',
    '• segment mid-market: the lead lies in it',
    '• route strategic-uk: does not match',
    '• route americas: does not match',
    '• route rest-of-world: matches: SDRs in Europe',
    'People of SDRs in Europe',
    '• Ana Duarte: has it: level with their share',
    '• Ben Okafor: away until tomorrow at 10:00 AM',
    `Settings ${version?.version.slice(0, 8)}, first in force today at 10:00 AM.`,
    '[Close]',
  ]);
});

test('a reader elsewhere sees the deadline in their own time', async () => {
  const stage = await startStage({ at: new Date('2026-11-23T15:00:00Z') });
  await stage.send({
    ...hot,
    person: { ...hot.person, country: 'US' },
    account: { ...hot.account, country: 'US' },
  });
  await stage.settle();

  // 15:00 UTC is 10:00 in New York.
  expect(deskOf(stage, 'cleo').reads()).toContain('\nAccept by today at 10:05 AM\n');
});
