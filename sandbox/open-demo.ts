import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import type { Database } from '#db/open.ts';
import type { Settings } from '#domain/settings.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { ConfigError } from '#src/config/config-error.ts';
import type { SettingsReading } from '#src/config/settings.ts';
import { openToldTools, type ToldTools } from './crm/told-tools.ts';
import { type Clock, openStage, type Stage } from './stage.ts';
import { type FieldTool, openFieldTools } from './tools/field-tools.ts';
import { readWithTools } from './tools/read-with-tools.ts';

/** Monday 23 November 2026, 10:00 in Berlin: Europe is at work, New York still sleeps. */
export const MONDAY = new Date('2026-11-23T09:00:00Z');

/** `settings`: of the made-up team; the app knows them unless `isNew`. `tools`: those of which they have a source. `told`: what outcomes go to. */
export type Demo = {
  stage: Stage;
  settings: Settings;
  tools: readonly FieldTool[];
  told: ToldTools | null;
  isNew: boolean;
};

const TEAM_FILE = 'handoff.yaml';
const STARTER_FILE = 'starter.yaml';
const ERROR_LEVEL = 'error';

/**
 * The app on the repository's own settings and a source of each tool of the field, a database that is thrown away and the
 * stand-in Slack. What the app logs as an error goes to `onError`, line by line. `isNew`: the team is in Slack, and the app has
 * yet to be told of it; then nothing is told of what comes of leads.
 */
export async function openDemo(options: {
  database: Database;
  clock: Clock;
  port: number;
  ticksByCron: boolean;
  isNew: boolean;
  onError: (line: string) => void;
}): Promise<Demo> {
  const { onError, isNew, ...rest } = options;
  const team = usable(readSettingsFile(pathOf(TEAM_FILE)));
  const field = isNew ? null : await openFieldTools(team.settings.sources);
  const told = isNew ? null : await openToldTools(team.settings, options.clock.now);
  const read = () =>
    field && told
      ? readWithTools(pathOf(TEAM_FILE), { sources: field.written, sinks: told.written })
      : readSettingsFile(pathOf(STARTER_FILE));
  const reading = usable(read());
  const settings = isNew ? team.settings : reading.settings;
  const stage = await openStage({
    ...rest,
    settings: reading,
    readSettingsFile: read,
    workspace: settings,
    environment: { ...field?.environment, ...told?.environment },
    // The limits of the real Slack.
    limits: {},
    log: pino({ level: ERROR_LEVEL }, { write: (line) => onError(line.trim()) }),
  });
  if (isNew) addPlacesToTakeATeamFrom(stage, settings);
  await told?.begin(stage.app.core.db);
  return {
    stage: {
      ...stage,
      stop: async () => {
        await stage.stop();
        field?.stop();
        told?.stop();
      },
    },
    settings,
    tools: field?.tools ?? [],
    told,
    isNew,
  };
}

/** A channel where those who sell talk to each other, and a user group of the same. */
function addPlacesToTakeATeamFrom({ slack, slackIdOf }: Stage, { people }: Settings): void {
  const reps = people.filter(({ roles }) => roles.includes('sdr')).map(({ id }) => slackIdOf(id));
  const channel = { name: 'sales-development', members: reps, botIsMember: true };
  slack.addChannel(channel);
  slack.addUserGroup({ handle: 'sdrs', name: 'Sales development', users: reps });
}

const pathOf = (file: string): string => join(import.meta.dirname, '..', file);

function usable(reading: SettingsReading): Extract<SettingsReading, { ok: true }> {
  if (!reading.ok) throw new ConfigError([{ where: 'the settings of the demo', problems: reading.problems }]);
  return reading;
}

/** The port that is wished for, or another when something else has it. */
export function freePort(wished: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (wished === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(wished, '127.0.0.1', () => {
      // A server that listens on a port has an address with a port.
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
