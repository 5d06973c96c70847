import { doctor as draw } from '#blocks/doctor.ts';
import { ephemeral } from '#blocks/explain.ts';
import { may } from '#domain/permissions.ts';
import { loadDiagnosis } from '#src/view/doctor.ts';
import type { Subcommand } from '../subcommands.ts';

export const doctor: Subcommand = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'What a lead would run into: rules nothing reaches, hours with nobody on, people who left.',
  for: 'managers',
  examples: ['/handoff doctor'],
  run: async ({ core, person }) => {
    if (!may('see_doctor', person)) return { message: ephemeral(['The doctor answers managers and ops.']) };
    const { settings, version } = core.inForce();
    return { message: draw(await loadDiagnosis(core.db, settings, core.now()), version) };
  },
};
