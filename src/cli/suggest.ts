import { placeOf } from '#domain/suggest/suggestion.ts';
import { nothingFoundWords, suggestionWords } from '#domain/suggest/words.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { studyPast } from '#src/definition/study.ts';
import { sinceFrom } from './import-options.ts';
import { settingsInForce } from './simulate/settings.ts';
import type { Subcommand } from './subcommand.ts';
import { type OnDatabase, said, withDatabase } from './with-database.ts';

const REFUSED = 1;
const USUAL_SINCE = '365d';
const EXPECTED = '--since: expected a length of time such as 365d, or a date such as 2026-01-01';

const HELP = `Usage: npm run handoff -- suggest [--since 365d]

single rules that set apart the leads that were rejected, lost, or left again, and what each would have cost; the entry to paste
into the settings below each. Looked for in the earlier part of that time, shown where they hold in the later one. Changes nothing.

  --since <365d>   leads judged from then on: a length of time, or a date`;

const run: OnDatabase = async ({ db, env, now }, args) => {
  const [option, value, ...more] = args;
  if ((option !== undefined && option !== '--since') || more.length > 0)
    return said(`suggest: expected --since <365d>, or nothing; got ${args.join(' ')}`, REFUSED);
  const inForce = await settingsInForce(settingsFileFrom(env), db);
  if (!inForce.ok) return said(inForce.problem, REFUSED);
  const { settings } = inForce.named;
  const asked = option === undefined ? USUAL_SINCE : (value ?? '');
  const since = sinceFrom(asked, now(), settings.workspace.time_zone);
  if (since === null) return said(EXPECTED, REFUSED);
  const study = await studyPast(db, settings, since, now());
  if (study.suggestions.length === 0) return said(nothingFoundWords(study).join('\n'));
  const lines = study.suggestions.flatMap((suggestion) => {
    const { list, item } = placeOf(suggestion);
    const [part = '', name = ''] = list.split('.');
    return [...suggestionWords(settings, suggestion), `${part}:`, `  ${name}:`, `    ${item}`, ''];
  });
  return said(lines.join('\n').trimEnd());
};

export const suggest: Subcommand = {
  name: 'suggest',
  usage: '[--since 365d]',
  summary:
    'changes of the definition that the past speaks for, and what each would have cost; changes nothing',
  help: HELP,
  run: withDatabase(run),
};
