import { formatProblems } from '#src/config/config-error.ts';
import { type Env, readSlackFrom } from '#src/config/environment.ts';
import { createLog } from '#src/process/log.ts';
import { outgoingClient } from '#src/slack/client.ts';
import { type Refused, type Validation, validateDrawings } from '#src/slack/validate-drawings.ts';
import { type Said, said } from './with-database.ts';

/** Whether Slack would take everything the app draws, as Slack itself sees it. Nothing is posted. */
export async function askSlack(env: Env): Promise<Said> {
  const reading = readSlackFrom(env);
  if (!reading.ok) return said(formatProblems('environment', reading.problems), 1);
  const { botToken, apiUrl } = reading.slack;
  return inWords(await validateDrawings(outgoingClient(botToken, apiUrl, createLog('silent'))), apiUrl);
}

function inWords(validation: Validation, apiUrl: string): Said {
  switch (validation.type) {
    case 'unknown_method':
      return said(
        `${apiUrl} does not know blocks.validate, so nothing was looked at. What this version draws keeps to the limits that Slack documents.`,
        1,
      );
    case 'failed':
      return said(`Slack does not answer now (${validation.code}), so nothing can be said. Try again.`, 1);
    case 'asked': {
      const { drawings, refused } = validation;
      if (refused.length === 0) return said(`Slack would take all ${drawings} things the app draws.`);
      const head = `Slack would refuse ${refused.length} of ${drawings} things the app draws:`;
      return said([head, ...refused.flatMap(lines)].join('\n'), 1);
    }
  }
}

const lines = ({ name, problems }: Refused): string[] => [
  '',
  name,
  ...problems.map((problem) => `  ${problem}`),
];
