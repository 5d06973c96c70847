import { newestEdits } from '#db/settings.ts';
import { readGroupMembers } from '#db/user-groups.ts';
import { bySeverity, type Finding, SEVERITIES, type Severity } from '#domain/doctor/findings.ts';
import { NO_EDITS } from '#domain/settings.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { settingsFileFrom } from '#src/config/environment.ts';
import { loadDiagnosis } from '#src/view/doctor.ts';
import { askSlack } from './doctor-slack.ts';
import { readSettingsFile } from './settings-file.ts';
import type { Subcommand } from './subcommand.ts';
import { type OnDatabase, said, withDatabase } from './with-database.ts';

const OPTION = '--config';
const SLACK = '--slack';

/** What a lead would run into with the settings, or with another file in their place. */
export const runDoctor: OnDatabase = async ({ db, env, now }, args) => {
  const asked = readArgs(args);
  if (!asked.ok) return said(asked.problem, 1);
  const file = asked.file ?? settingsFileFrom(env);
  const reading = readSettingsFile(file);
  if (!reading.ok) return said(formatProblems(file, reading.problems), 1);
  const newest = await newestEdits(db);
  const both = reading.over(newest?.edits ?? NO_EDITS, await readGroupMembers(db));
  if (!both.ok) return said(formatProblems(`${file} with what was edited in Slack`, both.problems), 1);

  const findings = await loadDiagnosis(db, both.settings, now());
  const what = `${file}${newest ? ' with what was edited in Slack' : ''}, settings version ${both.version}`;
  if (findings.length === 0) {
    return said(`${what}: all is well. Every rule can be reached, and somebody is there for every lead.`);
  }
  const isBroken = findings.some(({ severity }) => severity === 'broken');
  return said([what, ...report(findings)].join('\n'), isBroken ? 1 : 0);
};

type Asked = { ok: true; file: string | null } | { ok: false; problem: string };

function readArgs(args: readonly string[]): Asked {
  const [option, file, ...more] = args;
  if (option === undefined) return { ok: true, file: null };
  if (option === OPTION && file !== undefined && more.length === 0) return { ok: true, file };
  return {
    ok: false,
    problem: `"${args.join(' ')}" is not understood; expected ${OPTION} <file>, ${SLACK}, or nothing`,
  };
}

const HEADINGS: Record<Severity, string> = {
  broken: 'Broken: leads are lost or delayed',
  risk: 'Risks: leads may go wrong',
  note: 'Notes: worth knowing',
};

function report(findings: readonly Finding[]): string[] {
  const sorted = findings.toSorted(bySeverity);
  return SEVERITIES.flatMap((severity) => {
    const these = sorted.filter((finding) => finding.severity === severity);
    if (these.length === 0) return [];
    return [
      '',
      `${HEADINGS[severity]} (${these.length})`,
      ...these.flatMap(({ where, what, advice }) => [`  ${where}: ${what}`, `    → ${advice}`]),
    ];
  });
}

const onDatabase = withDatabase(runDoctor);

export const doctor: Subcommand = {
  name: 'doctor',
  usage: `[${OPTION} <file> | ${SLACK}]`,
  summary:
    'find what a lead would run into: rules nothing reaches, gaps, people who left, hours with nobody on; --config looks at another file, --slack asks Slack whether it would take all that the app draws',
  run: async (args, terminal) => {
    if (args.length === 1 && args[0] === SLACK) {
      const { output, exitCode } = await askSlack(terminal.env);
      if (exitCode === 0) terminal.print(output);
      else terminal.complain(output);
      return exitCode;
    }
    const asked = readArgs(args);
    if (!asked.ok) {
      terminal.complain(asked.problem);
      return 1;
    }
    if (asked.file === null) return onDatabase([], terminal);
    const reading = readSettingsFile(asked.file);
    if (!reading.ok) {
      terminal.complain(formatProblems(asked.file, reading.problems));
      return 1;
    }
    return onDatabase([OPTION, asked.file], terminal);
  },
};
