import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { isJson, type Json } from '#sandbox/slack/json.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

type Scene = { stage: TestStage; ana: Desk; ben: Desk; mia: Desk; id: string };

/** Ana has let a hot lead pass, and Mia, her manager, has been told: 10:05 in Berlin. */
async function overdue(): Promise<Scene> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  await stage.pass(5);
  const [row] = await stage.query<{ id: string }>('select id from handoffs');
  const [ana, ben, mia] = ['ana', 'ben', 'mia'].map((id) => deskOf(stage, id)) as [Desk, Desk, Desk];
  return { stage, ana, ben, mia, id: row?.id.slice(0, 8) ?? '' };
}

const benIsAway = "update people set away_until = '2026-11-24T09:00:00Z' where id = 'ben'";

/** What the menu of the modal offers: each group with its options, and what is chosen already. */
function menu(stage: TestStage, personId: string): { chosen: string | null; groups: string[][] } {
  const view = stage.slack.as(stage.slackIdOf(personId)).modal();
  const select = (view?.blocks ?? [])
    .map((block) => block.element)
    .find((element): element is Json => isJson(element) && element.type === 'static_select');
  const { option_groups: groups, initial_option: initial } = select as {
    option_groups: { label: Text; options: Option[] }[];
    initial_option?: Option;
  };
  return {
    chosen: initial?.text.text ?? null,
    groups: groups.map(({ label, options }) => [label.text, ...options.map(written)]),
  };
}
type Text = { text: string };
type Option = { text: Text; description?: Text };
const written = ({ text, description }: Option): string =>
  description ? `${text.text} (${description.text})` : text.text;

const decisions = ({ stage }: Scene) =>
  stage.query(`
    select chosen_id, record->>'by' as by, record->>'because' as because, record->'rules'->-1->>'rule' as rule,
      record->'overridden' as overridden
    from routing_log order by id`);

const said = (desk: Desk, line: string) => desk.ask(line).then((answer) => desk.read(answer).split('\n'));

const FIRST = {
  chosen_id: 'ana',
  by: 'pool',
  because: 'new lead',
  rule: 'route rest-of-world',
  overridden: null,
};

test('the choice begins with whom the rules would choose, and says why they pass others over', async () => {
  const { stage, mia } = await overdue();
  await mia.open(mia.overdue(), ids.reassign);
  expect(menu(stage, 'mia')).toEqual({
    chosen: 'By the rules: Ben Okafor',
    groups: [
      ['Next in turn', 'By the rules: Ben Okafor'],
      ['Free to take it', 'Ben Okafor'],
      ['Free, but not in its pool', 'Mia Lindqvist'],
      [
        'Would be passed over',
        'Cleo Marsh (outside working hours until 23 Nov 2026, 15:00)',
        'Dan Whitfield (outside working hours until 23 Nov 2026, 15:00)',
        'Max Teller (outside working hours until 23 Nov 2026, 15:00)',
      ],
    ],
  });
  await mia.closeModal();

  await stage.query(benIsAway);
  await mia.open(mia.overdue(), ids.reassign);
  const { chosen, groups } = menu(stage, 'mia');
  expect(chosen).toBeNull();
  expect(groups[0]).toEqual(['Next in turn', 'By the rules: nobody else can take it now']);
  expect(groups.at(-1)?.[1]).toBe('Ben Okafor (away until 24 Nov 2026, 10:00)');
});

test('an override is told to the manager, on the new card, in the history and in the log; no turn is taken', async () => {
  const scene = await overdue();
  const { stage, ana, ben, mia, id } = scene;
  await stage.query(benIsAway);
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'Ben Okafor', note: 'He knows them' });

  expect(mia.modal()).toBe(
    '— Reassign lead —\nReassigned to Ben Okafor. Overrides: away until tomorrow at 10:00 AM.' +
      ' It is logged as your decision.\n[Close]',
  );
  expect(ben.reads()).toContain(
    '\nPassed on from Ana Duarte by Mia Lindqvist, although you are away: He knows them · Accept by today at 10:10 AM\n',
  );
  expect(ana.reads()).toContain(
    'Passed on today at 10:05 AM by Mia Lindqvist: He knows them · now with Ben Okafor',
  );
  // Whoever else looks at the card is not away.
  expect((await said(mia, `/leads show ${id}`)).join('\n')).toContain(
    'by Mia Lindqvist, over the rules (away): He knows them',
  );
  expect(await decisions(scene)).toEqual([
    FIRST,
    {
      chosen_id: 'ben',
      by: 'manager',
      because: 'reassigned',
      rule: 'reassigned by mia',
      overridden: ['away'],
    },
  ]);
  expect(await ben.open(ben.card(), ids.more, 'Details')).toContain(
    'Reassigned to Ben Okafor by Mia Lindqvist (over the rules: away): He knows them',
  );
  expect(await stage.query('select rep_id, kind from balance_entries')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
  ]);
});

test('who may be chosen when the modal opened may be chosen still; what became of it is told', async () => {
  const scene = await overdue();
  const { stage, ben, mia } = scene;
  await mia.open(mia.overdue(), ids.reassign);
  await said(ben, '/handoff away 2h');
  await mia.submit({ person: 'ben', note: 'He knows them' });

  expect(mia.modal()).toContain('Reassigned to Ben Okafor. Overrides: away until today at 12:05 PM.');
  expect(await stage.query('select owner_id from handoffs')).toEqual([{ owner_id: 'ben' }]);
});

test('where what was chosen is what was done, the modal closes', async () => {
  const { ben, mia } = await overdue();
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'ben', note: 'He knows them' });
  expect(mia.modal()).toBe('');
  expect(ben.reads()).toContain('Passed on from Ana Duarte by Mia Lindqvist: He knows them · Accept by');
});

test('next goes to whom the rules choose by then, which is told where the modal said another', async () => {
  const scene = await overdue();
  const { stage, mia } = scene;
  await stage.query(benIsAway);
  await mia.open(mia.overdue(), ids.reassign);
  await said(scene.ben, '/handoff back');
  await mia.submit({ person: 'By the rules: nobody else can take it now', note: 'Ana is ill' });

  expect(mia.modal()).toBe('— Reassign lead —\nBy the rules it went to Ben Okafor.\n[Close]');
});

test('next goes by the rules and takes a turn; what was written is kept from the log', async () => {
  const scene = await overdue();
  const { stage, ben, mia } = scene;
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ note: 'Ana is ill' });

  expect(mia.modal()).toBe('');
  expect(ben.reads()).toContain('Passed on from Ana Duarte by Mia Lindqvist: Ana is ill · Accept by');
  expect(await decisions(scene)).toEqual([FIRST, { ...FIRST, chosen_id: 'ben', because: 'reassigned' }]);
  expect(await stage.query('select rep_id, kind from balance_entries order by id')).toEqual([
    { rep_id: 'ana', kind: 'turn' },
    { rep_id: 'ben', kind: 'turn' },
  ]);
});

test('where nobody else can take it, next says so and leaves it where it is', async () => {
  const scene = await overdue();
  const { stage, mia, id } = scene;
  await stage.query(benIsAway);
  const words =
    'By the rules nobody else can take it now: it stays with Ana Duarte. You can still give it to somebody by name.';
  await mia.open(mia.overdue(), ids.reassign);
  await mia.submit({ person: 'By the rules: nobody else can take it now', note: 'Ana is ill' });

  expect(mia.modal()).toBe(`— Reassign lead —\n${words}\n[Close]`);
  expect(await said(mia, `/leads reassign ${id} next`)).toEqual([words]);
  expect(await stage.query('select state, owner_id from handoffs')).toEqual([
    { state: 'offered', owner_id: 'ana' },
  ]);
});

test('a lead that waits stays waiting where the rules know nobody, and can be given by name', async () => {
  const stage = await startStage();
  await stage.query("update people set away_until = '2026-11-24T09:00:00Z' where id in ('ana', 'ben')");
  await stage.send(hot);
  await stage.settle();
  const [row] = await stage.query<{ id: string }>('select id from handoffs');
  const mia = deskOf(stage, 'mia');

  expect(await said(mia, `/leads reassign ${row?.id} next`)).toEqual([
    'By the rules nobody can take it now: it waits for an owner. You can still give it to somebody by name.',
  ]);
  expect(await said(mia, `/leads reassign ${row?.id} @ben`)).toEqual([
    'Reassigned to Ben Okafor. Overrides: away until tomorrow at 10:00 AM. It is logged as your decision.',
  ]);
  await stage.settle();
  expect(deskOf(stage, 'ben').reads()).toContain(
    '\nGiven by Mia Lindqvist, although you are away · Accept by',
  );
});

test('nobody decides over it that a card would reach nobody', async () => {
  const { stage, mia, id } = await overdue();
  await mia.open(mia.overdue(), ids.reassign);
  await stage.query("update people set is_active = false where id = 'ben'");
  await stage.query("update people set slack_id = null where id = 'cleo'");

  expect((await mia.submit({ person: 'ben', note: 'x' })).errors).toEqual({
    person: 'Ben Okafor is deactivated in Slack, so no card would reach them. Choose somebody else.',
  });
  expect((await mia.submit({ person: 'cleo', note: 'x' })).errors).toEqual({
    person:
      'Cleo Marsh was not found in Slack, so no card would reach them.' +
      ' Choose somebody else, and ask ops to check their e-mail address.',
  });
  expect(await said(mia, `/leads reassign ${id} Ben Okafor he knows them`)).toEqual([
    'Ben Okafor is deactivated in Slack, so no card would reach them. Choose somebody else.',
  ]);
  await mia.closeModal();
  await mia.open(mia.overdue(), ids.reassign);
  const offered = menu(stage, 'mia').groups.flat().join();
  expect(offered).not.toContain('Ben');
  expect(offered).not.toContain('Cleo');
  expect(await stage.query('select owner_id from handoffs')).toEqual([{ owner_id: 'ana' }]);
});

test('/leads reassign gives a lead to somebody, by mention or by name, with the same answers', async () => {
  const scene = await overdue();
  const { stage, ben, mia, id } = scene;
  expect(await said(mia, `/leads reassign ${id} @ben he knows them`)).toEqual(['Reassigned to Ben Okafor.']);
  await stage.settle();
  expect(ben.reads()).toContain('Passed on from Ana Duarte by Mia Lindqvist: he knows them · Accept by');
  expect(await said(mia, `/leads reassign ${id} Ben Okafor`)).toEqual([
    'This lead is with Ben Okafor already. Nothing was changed.',
  ]);
  expect(await said(deskOf(stage, 'olga'), `/leads reassign ${id} Ana`)).toEqual([
    'Reassigned to Ana Duarte. Overrides: was offered this lead before. It is logged as your decision.',
  ]);
  expect((await decisions(scene)).at(-1)).toEqual({
    chosen_id: 'ana',
    by: 'manager',
    because: 'reassigned',
    rule: 'reassigned by olga',
    overridden: ['had_it'],
  });
});

test('/leads reassign is for the manager of whoever has the lead, and for ops', async () => {
  const { stage, ana, ben, id } = await overdue();
  const refused = ['This lead is with Ana Duarte. Only they, their manager or ops can do that.'];
  expect(await said(ana, `/leads reassign ${id} @ben`)).toEqual(refused);
  expect(await said(ben, `/leads reassign ${id} @ben`)).toEqual(refused);
  expect(await said(deskOf(stage, 'max'), `/leads reassign ${id} @cleo`)).toEqual(refused);
  expect(await said(deskOf(stage, 'mara'), `/leads reassign ${id} @ben`)).toEqual([
    'Leads are shown to sales and ops. Rejections and their reasons are in the feedback channel.',
  ]);
  expect(await stage.query('select owner_id from handoffs')).toEqual([{ owner_id: 'ana' }]);
});

test('/leads reassign says what is missing or mistyped, with its help', async () => {
  const { mia, id } = await overdue();
  expect(await said(mia, `/leads reassign ${id} bne`)).toEqual([
    '“bne” is nobody in the team; did you mean "ben"?',
    '• /leads reassign <id> <@rep|next> [why]: Gives a lead of your people to somebody else, or to whoever is next by the rules.',
    'Such as: /leads reassign k3j9x2 @ben he knows them',
    'or: /leads reassign k3j9x2 next',
    'Everything /leads can do: /leads help',
  ]);
  expect((await said(mia, `/leads reassign ${id} @mara`))[0]).toBe(
    'Mara Holm is shown no leads, so cannot have one.',
  );
  expect((await said(mia, '/leads reassign zzzzzz @ben'))[0]).toBe(
    'No lead has the id “zzzzzz”. Look it up: /leads find <name or company>',
  );
  expect((await said(mia, '/leads reassing'))[0]).toContain('did you mean “reassign”?');
});

test('Take it decides over nothing but that the taker had rejected the lead', async () => {
  const scene = await overdue();
  const { stage, mia, id } = scene;
  await said(deskOf(stage, 'olga'), `/leads reassign ${id} @mia`);
  await stage.settle();
  await mia.open(mia.card(), ids.reject);
  await mia.submit({ reason: 'Belongs to another territory' });
  await said(mia, '/handoff away 2h');
  const [list] = stage.slack.as(stage.slackIdOf('mia')).dm();
  if (!list) throw new Error('Mia was told of nothing');

  expect(await mia.press(list, ids.take)).toBe(
    'It is yours now, and accepted. You have a card for it.' +
      ' Overrides: rejected this lead before. It is logged as your decision.',
  );
  expect((await decisions(scene)).at(-1)).toEqual({
    chosen_id: 'mia',
    by: 'manager',
    because: 'reassigned',
    rule: 'reassigned by mia',
    overridden: ['refused'],
  });
});
