import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const LINK = '<https://evil.example|https://acme-sales.example>';
const hostile = {
  ...hot,
  person: {
    ...hot.person,
    full_name: '<!channel> & <@UANA0>\n> *Grace*',
    title: `Head of ${LINK}`,
    linkedin_url: 'https://evil.example/<!here>',
  },
  account: { ...hot.account, name: '<!here> Globex' },
  campaign: { name: `<!everyone> ${LINK}` },
  signals: [{ type: 'pricing_view', at: '2026-11-23T08:40:00Z', title: '<!subteam^S0001> prices' }],
  discovery: { challenge: '<!channel> <@UBEN0>', answers: [{ question: '<!here>?', answer: LINK }] },
};

/** Everything anybody of the settings sees, replies in threads included. */
function everything(stage: TestStage): SeenMessage[] {
  const people = ['ana', 'ben', 'mia', 'mara', 'olga'];
  const seen = people.flatMap((id) => stage.slack.as(stage.slackIdOf(id)).messages());
  return seen.flatMap((message) => [message, ...message.replies]);
}

/** The links that show other words than their address. Plain addresses are links too, but hide nothing. */
const labelled = (messages: readonly SeenMessage[]): string[] => [
  ...new Set(
    messages
      .flatMap((message) => message.links)
      .filter(({ kind }) => kind === 'labelled')
      .map(({ url, text }) => `${text} -> ${url}`),
  ),
];

const HONEST = [
  'Call +49 30 5550123 -> tel:+49305550123',
  'E-mail grace@globex.example -> mailto:grace@globex.example',
  'Profile (evil.example) -> https://evil.example/%3C!here%3E',
];

test('a lead named <!channel> is shown by that name and notifies nobody', async () => {
  const stage = await startStage();
  await stage.send(hostile);
  await stage.settle();

  const ana = deskOf(stage, 'ana');
  expect(ana.card().notifies).toEqual([]);
  expect(ana.reads().split('\n').slice(0, 3)).toEqual([
    '🔥 Hot · Website · <!everyone> <https://evil.example|https://acme-sales.exampl…',
    '<!channel> & <@UANA0> > *Grace*, Head of <https://evil.example|https://acme-sales.example> · <!here> Globex · 420 employees',
    'Why now: Demo request, just now; <!subteam^S0001> prices, 20 minutes ago',
  ]);
  expect(ana.card().text).toContain('&lt;!channel&gt; &amp; &lt;@UANA0&gt; &gt; *Grace*');
  expect(labelled([ana.card()])).toEqual(HONEST);
});

test('in threads, lists, modals and the feedback channel it is the same: only the rep who is reminded is paged', async () => {
  const stage = await startStage();
  await stage.send(hostile);
  await stage.settle();
  await stage.send({ ...hostile, kind: 'signal', id: 'again' });
  await stage.pass(4);
  await stage.pass(2);
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.more, 'Details');
  expect(ana.modal()).toContain('\n• Challenge: <!channel> <@UBEN0>\n• <!here>?: <https://evil.example|');
  await ana.closeModal();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Something else', note: `<!channel> ${LINK} <@UMIA0>` });

  const all = everything(stage);
  expect(deskOf(stage, 'mara').channel('C0FEEDBACK')).toHaveLength(1);
  expect(deskOf(stage, 'mia').channel('C0FEEDBACK').at(0)?.text).toContain('&lt;!channel&gt;');
  expect(all.flatMap((message) => message.notifies)).toEqual([stage.slackIdOf('ana')]);
  expect(labelled(all)).toEqual([]);
});
