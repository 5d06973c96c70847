import { doctor as draw } from '#blocks/doctor.ts';
import { ephemeral } from '#blocks/explain.ts';
import type { Person } from '#domain/settings.ts';
import { loadDiagnosis } from '#src/view/doctor.ts';
import type { Subcommand } from '../subcommands.ts';

const maySee = ({ roles }: Person): boolean => roles.includes('ops') || roles.includes('manager');

export const doctor: Subcommand = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'What a lead would run into: rules nothing reaches, hours with nobody on, people who left.',
  for: 'managers',
  examples: ['/handoff doctor'],
  run: async ({ core, person }) => {
    if (!maySee(person)) return { message: ephemeral(['The doctor answers managers and ops.']) };
    const { settings, version } = core.inForce();
    return { message: draw(await loadDiagnosis(core.db, settings, core.now()), version) };
  },
};
