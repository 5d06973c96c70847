import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isKnownAction, isKnownForm } from '#handlers/unknown.ts';
import { elementsIn } from '#sandbox/slack/elements.ts';
import type { Json } from '#sandbox/slack/json.ts';
import { quietLog } from '#sandbox/stage.ts';
import { doctor } from '#src/cli/doctor.ts';
import { everyDrawing } from '#src/examples/drawn.ts';
import { outgoingClient } from '#src/slack/client.ts';
import { validateDrawings } from '#src/slack/validate-drawings.ts';
import { botToken, startSlack } from '../sandbox/workspace.ts';

async function ask(env: Record<string, string>) {
  const said: string[] = [];
  const wrong: string[] = [];
  const exitCode = await doctor.run(['--slack'], {
    env,
    now: () => new Date('2026-11-23T08:00:00Z'),
    print: (text) => void said.push(text),
    complain: (text) => void wrong.push(text),
  });
  return { exitCode, said: said.join('\n'), wrong: wrong.join('\n') };
}

async function asking() {
  const { slack } = await startSlack({ limits: false });
  return { slack, env: { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: slack.url } };
}

test('everything the app draws is shown to Slack, and nothing is posted', async () => {
  const { slack, env } = await asking();
  const count = everyDrawing().length;

  expect(await ask(env)).toEqual({
    exitCode: 0,
    said: `Slack would take all ${count} things the app draws.`,
    wrong: '',
  });
  expect([...new Set(slack.calls.map(({ method }) => method))]).toEqual(['blocks.validate']);
  expect(slack.calls).toHaveLength(count);
});

test('what Slack would refuse is named, block by block', async () => {
  const { slack } = await asking();
  const client = outgoingClient(botToken, slack.url, quietLog());
  const text = (words: string) => ({ type: 'plain_text' as const, text: words });
  const drawings = [
    { name: 'a good one', blocks: [{ type: 'divider' as const }] },
    {
      name: 'a bad one',
      blocks: [{ type: 'divider' as const }, { type: 'header' as const, text: text('x'.repeat(151)) }],
    },
    { name: 'a bad form', view: { type: 'modal' as const, title: text('x'.repeat(25)), blocks: [] } },
  ];

  expect(await validateDrawings(client, drawings)).toEqual({
    type: 'asked',
    drawings: 3,
    refused: [
      {
        name: 'a bad one',
        problems: ['block 2 (header): must be less than 151 characters (/blocks/1/text/text)'],
      },
      { name: 'a bad form', problems: ['must be less than 25 characters (/view/title/text)'] },
    ],
  });
});

test('a refusal without a list is told by its code, a rate limit is waited for', async () => {
  const { slack, env } = await asking();
  slack.fail({ method: 'blocks.validate', times: 1, as: 'rate_limited', retryAfter: 1 });
  slack.fail({ method: 'blocks.validate', times: 1, as: { error: 'invalid_message' } });
  const [first] = everyDrawing();
  expect((await ask(env)).wrong).toBe(
    `Slack would refuse 1 of ${everyDrawing().length} things the app draws:\n\n${first?.name}\n  invalid_message`,
  );
});

test('a Slack that does not know the method, or does not answer, is told from one that refuses', async () => {
  const { slack, env } = await asking();
  slack.fail({ method: 'blocks.validate', times: 1, as: { error: 'unknown_method' } });
  expect(await ask(env)).toEqual({
    exitCode: 1,
    said: '',
    wrong: `${slack.url} does not know blocks.validate, so nothing was looked at. What this version draws keeps to the limits that Slack documents.`,
  });
  slack.fail({ method: 'blocks.validate', times: 1, as: 'html_200' });
  expect((await ask(env)).wrong).toBe(
    'Slack does not answer now (http_502), so nothing can be said. Try again.',
  );
  expect((await ask({ ...env, SLACK_BOT_TOKEN: 'xoxb-another' })).wrong).toContain('(invalid_auth)');
  expect((await ask({})).wrong).toContain('SLACK_BOT_TOKEN: missing');
});

/** Functions that draw something whole: a message, an answer, a modal or a Home. */
const DRAWS = /^export (?:function|const) (\w+)[^;{]*?\): (?:Message|Ephemeral|ModalView|HomeView)\b/gms;
// These are made of others, or make others: what they draw is drawn by those.
const PARTS = ['screen', 'notice', 'form', 'outcomeModal', 'reportWith'];

test('whatever the app draws is among what Slack is shown', () => {
  const folder = join(import.meta.dirname, '..', '..', 'blocks');
  const shown = readFileSync(join(folder, '..', 'src', 'examples', 'drawn.ts'), 'utf8');
  const drawn = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(DRAWS)].map(([, name = '']) => name),
    )
    .filter((name) => !PARTS.includes(name));
  expect(drawn.length).toBeGreaterThan(40);
  expect(drawn.filter((name) => !new RegExp(`\\b${name}\\(`).test(shown))).toEqual([]);
});

test('every button and form that is drawn has a listener that knows it', () => {
  const drawings = everyDrawing();
  const actions = drawings.flatMap((drawing) => {
    const blocks = 'view' in drawing ? drawing.view.blocks : drawing.blocks;
    const outsideForms = blocks.filter(({ type }) => type !== 'input') as unknown as Json[];
    return elementsIn(outsideForms).map(({ element }) => String(element.action_id));
  });
  const forms = drawings.flatMap((drawing) =>
    'view' in drawing && 'submit' in drawing.view && drawing.view.submit
      ? [String(drawing.view.callback_id)]
      : [],
  );
  expect(actions.length).toBeGreaterThan(40);
  expect(forms.length).toBeGreaterThan(10);
  expect(actions.filter((id) => !isKnownAction(id))).toEqual([]);
  expect(forms.filter((id) => !isKnownForm(id))).toEqual([]);
});
