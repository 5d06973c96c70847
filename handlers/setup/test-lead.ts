import { testLeadScreen } from '#blocks/setup/test-lead.ts';
import { isReachable } from '#src/absence/people.ts';
import { sendTestLead } from '#src/handoff/test-lead.ts';
import { overview } from './saving.ts';
import type { SetupPart, Visit } from './setup-part.ts';

/** A real card for whoever sets up. */
export const TEST: SetupPart = {
  screens: { test: async (visit, _about, said) => testLeadScreen(await obstacleOf(visit), said) },
  deeds: {
    'test-lead': async (visit) => {
      const obstacle = await obstacleOf(visit);
      if (obstacle !== null || visit.person === null) return testLeadScreen(obstacle, null);
      await sendTestLead(visit.core, visit.person.id);
      return overview(visit, {
        line: ['A test lead is in your direct messages with this app. Press what you like.'],
        undo: null,
      });
    },
  },
  forms: {},
};

async function obstacleOf({ core, person }: Visit): Promise<'not_in_team' | 'not_found' | null> {
  if (person === null) return 'not_in_team';
  return (await isReachable(core, person.id)) ? null : 'not_found';
}
