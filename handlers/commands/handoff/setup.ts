import { openSetup } from '../../setup/setup.ts';
import type { Opener } from '../subcommands.ts';

/** `/handoff setup`: the team, pools, channels and sources, by picking. */
export const setup: Opener = {
  name: 'setup',
  usage: 'setup',
  summary: 'Team, managers, pools, channels, a test lead and the first source, step by step.',
  for: 'ops',
  examples: ['/handoff setup'],
  open: openSetup,
};
