import type { LastDelivery, Removal, SetupOverview, SetupPerson, SetupPool } from '#src/view/setup-models.ts';
import { at } from './models.ts';

/** One valid model of each screen of `/handoff setup`. */

export const person: SetupPerson = {
  id: 'bruno',
  name: 'Bruno Sá',
  roles: ['sdr'],
  managerName: 'Mia Lindqvist',
  isFiles: false,
};

export const delivery: LastDelivery = {
  at: at('10:00'),
  secondsAgo: 40,
  isRead: true,
  items: [
    { outcome: 'handoff', problems: [], failed: [] },
    {
      outcome: 'quarantined',
      problems: [{ path: 'person.email', problem: 'missing' }],
      failed: ['enterprise: employees at least 2000'],
    },
  ],
};

export const overview: SetupOverview = {
  team: { inFile: 2, inSlack: 3, byRole: [{ role: 'sdr', count: 3 }], unreachable: 1 },
  managers: { reps: 3, without: 1 },
  pools: { inFile: 1, inSlack: 1, withoutRoute: 1 },
  channels: [
    { use: 'ops', id: 'C0OPS0001', isFiles: true },
    { use: 'feedback', id: null, isFiles: false },
  ],
  sources: { inFile: 1, inSlack: 1, lastDelivery: { at: at('10:00'), secondsAgo: 40 } },
  mode: { mode: 'shadow', isFiles: false },
};

export const pool: SetupPool = {
  id: 'sdr_emea',
  name: 'SDRs in Europe',
  leg: 'mql_to_sdr',
  memberIds: ['bruno'],
  userGroup: 'S0SDRS',
  memberNames: ['Bruno Sá'],
  deliverTo: 'dm',
  takes: { type: 'countries', countries: ['DE', 'FR'] },
  isFiles: false,
};

export const removal: Removal = {
  id: 'bruno',
  name: 'Bruno Sá',
  unanswered: 2,
  accepted: 1,
  pools: ['SDRs in Europe'],
  onlyOneIn: [],
};
