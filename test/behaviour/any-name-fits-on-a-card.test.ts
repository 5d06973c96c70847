import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { withoutCaps } from '../support/settings.ts';
import { startStage } from '../support/stage.ts';

const named = (company: string, full_name: string, rest: object = {}) => {
  const lead = leadAt(company);
  return { ...lead, person: { ...lead.person, full_name }, ...rest };
};

const FAMILY = '👨‍👩‍👧‍👦';
const ARABIC = 'محمد الخوارزمي';
/** Control, zero-width and direction marks; and what a forged quote starts with. */
const UNSEEN = ['\u0000', '\u0007', '\u200B', '\u202E', '\u202C', '\u2066', '\u2069', '\n>'];

test('names of any script, length or content become cards that Slack takes and people can press', async () => {
  const stage = await startStage({ settings: withoutCaps });
  const long = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(140);

  await stage.send([
    named('a-emoji', `Zoë ${FAMILY} O’Neill`),
    named('b-arabic', ARABIC),
    named('c-hebrew', '\u202Eevil\u202C גרייס', { account: { name: '\u2066Globex\u2069', employees: 420 } }),
    named('d-long', long, { account: { name: long, employees: 420 } }),
    named('e-control', 'Ada\u0000\u0007\n\n> quoted\tLovelace\u200B'),
    named('f-slack', '<!channel> <@U0000> <https://evil.example|https://acme.example> *bold* `code` :tada:'),
    named('g-half', `Half \uD83D pair`),
    named('h-family', FAMILY.repeat(400)),
  ]);
  await stage.settle();
  stage.clock.forward(0.1);
  await stage.pass(0.1);
  await stage.pass(0.1);

  expect(await stage.query('select distinct outcome from items')).toEqual([{ outcome: 'handoff' }]);
  expect(
    await stage.query('select key, problem from messages where shown < wanted or problem is not null'),
  ).toEqual([]);
  const [ana, ben] = [deskOf(stage, 'ana'), deskOf(stage, 'ben')];
  const cards = [...ana.cards(), ...ben.cards()];
  expect(cards).toHaveLength(8);
  const texts = [...ana.cards().map(ana.read), ...ben.cards().map(ben.read)];
  const reading = (company: string) => texts.find((text) => text.includes(company)) ?? '';
  expect(reading('a-emoji')).toContain(`Zoë ${FAMILY} O’Neill`);
  expect(reading('b-arabic')).toContain(ARABIC);
  expect(reading('f-slack')).toContain('<!channel> <@U0000> <https://evil.example|https://acme.exam…');
  expect(UNSEEN.filter((character) => texts.join('').includes(character))).toEqual([]);
  expect(texts.every((text) => text.isWellFormed())).toBe(true);
  expect(cards.flatMap((card) => card.notifies)).toEqual([]);
  const links = cards.flatMap((card) => card.links).filter(({ kind }) => kind === 'labelled');
  expect(links.filter(({ url }) => url.includes('evil'))).toEqual([]);
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(3_000);
  expect(await ana.press(ana.card(), ids.accept)).toContain('Accepted');
});
