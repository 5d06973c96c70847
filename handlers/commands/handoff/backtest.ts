import { backtestRuns, backtest as draw } from '#blocks/backtest.ts';
import { ephemeral } from '#blocks/explain.ts';
import { type QuickChange, withQuickChanges } from '#domain/backtest/quick-change.ts';
import { verdictWords } from '#domain/backtest/words.ts';
import { may } from '#domain/permissions.ts';
import { beginBacktest } from '#src/definition/backtest.ts';
import type { Reply, Subcommand } from '../subcommands.ts';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 90;
const MOST_DAYS = 730;

/** What a change of the definition would have made of the leads that came. */
export const backtest: Subcommand = {
  name: 'backtest',
  usage: 'backtest [90d] <change>',
  summary:
    'What a change of the definition would have made of the leads that came, and what became of those.',
  for: 'marketers',
  examples: [
    '/handoff backtest require employees >= 50',
    '/handoff backtest 180d exclude title includes intern; require country in DE, AT, CH',
    '/handoff backtest drop profile:mid-market',
  ],
  run: async ({ core, person, words }): Promise<Reply> => {
    if (!may('backtest', person)) {
      return { message: ephemeral(['Back-tests are for marketing, managers and ops.']) };
    }
    const asked = readChangeRequest(words, core.now());
    if (typeof asked === 'string') return { problem: asked };
    const { settings } = core.inForce();
    const changed = withQuickChanges(settings, asked.changes);
    if (!changed.ok) return { problem: `${changed.problem}.` };
    const { period } = asked;
    const both = { inForce: settings, proposed: changed.settings };
    const { leads, found } = await beginBacktest(core.db, both, period, () => {});
    const work = found.then((all) =>
      draw(all, { changes: changed.words, found: verdictWords(settings, all.verdicts) }),
    );
    return { long: { meanwhile: backtestRuns(leads), work } };
  },
};

type Request = { period: { from: Date; until: Date }; changes: QuickChange[] };

export function readChangeRequest(words: string, now: Date): Request | string {
  const [, days, rest = ''] = /^(?:(\d{1,4})d\s+)?(.*)$/s.exec(words.trim()) ?? [];
  const since = days === undefined ? USUAL_DAYS : Number(days);
  if (since < 1 || since > MOST_DAYS) return `${since}d: expected 1d to ${MOST_DAYS}d.`;
  const changes = rest
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)
    .map(readChange);
  const wrong = changes.find((change) => typeof change === 'string');
  if (typeof wrong === 'string') return wrong;
  if (changes.length === 0) return 'What is proposed? Expected require, exclude or drop, and a rule.';
  const period = { from: new Date(now.getTime() - since * DAY_MS), until: new Date(now.getTime() + 1) };
  return { period, changes: changes.filter((change) => typeof change !== 'string') };
}

function readChange(part: string): QuickChange | string {
  const [, verb, text = ''] = /^(require|exclude|drop)\s+(.+)$/is.exec(part) ?? [];
  const what = (['require', 'exclude', 'drop'] as const).find((one) => one === verb?.toLowerCase());
  return what
    ? { do: what, text: unescaped(text) }
    : `“${part}”: expected require, exclude or drop, and a rule.`;
}

/** Slack sends these three signs of a command escaped. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
