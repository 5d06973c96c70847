import { createServer } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { openPglite } from '#db/open.ts';
import type { Settings } from '#domain/settings.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { ConfigError } from '#src/config/config-error.ts';
import { type Clock, openStage, type Stage } from './stage.ts';

/** Monday 23 November 2026, 10:00 in Berlin: Europe is at work, New York still sleeps. */
export const MONDAY = new Date('2026-11-23T09:00:00Z');

export type Demo = { stage: Stage; settings: Settings };

const SETTINGS_FILE = 'handoff.yaml';
const ERROR_LEVEL = 'error';

/**
 * The app on the repository's own settings, a database in memory and the stand-in Slack. What the app logs as an
 * error goes to `onError`, line by line.
 */
export async function openDemo(options: {
  clock: Clock;
  port: number;
  ticksByCron: boolean;
  onError: (line: string) => void;
}): Promise<Demo> {
  const reading = readSettingsFile(join(import.meta.dirname, '..', SETTINGS_FILE));
  if (!reading.ok) throw new ConfigError([{ where: SETTINGS_FILE, problems: reading.problems }]);
  const { onError, ...rest } = options;
  const stage = await openStage({
    ...rest,
    database: await openPglite({ snapshot: undefined }),
    settings: reading,
    // The limits of the real Slack.
    limits: {},
    log: pino({ level: ERROR_LEVEL }, { write: (line) => onError(line.trim()) }),
  });
  return { stage, settings: reading.settings };
}

/** The port that is wished for, or 0 for any when something else has it. */
export function freePort(wished: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(wished, '127.0.0.1', () => probe.close(() => resolve(wished)));
  });
}
