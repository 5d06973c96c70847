import type { ItemOutcome } from '#db/schema.ts';
import type { Mode, Role } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import type { Takes } from '#domain/setup/pools.ts';
import type { Stranger } from './models.ts';

/** What the screens of `/handoff setup` show, as plain values. */

/** The parts of setting up, in the order in which a new team needs them. */
export const SETUP_STEPS = ['team', 'managers', 'pools', 'channels', 'test', 'sources', 'mode'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** How many of something stand in the file, and how many were added in Slack. */
export type Layered = { inFile: number; inSlack: number };

export type SetupOverview = {
  team: Layered & { byRole: { role: Role; count: number }[]; unreachable: number };
  managers: { reps: number; without: number };
  pools: Layered & { withoutRoute: number };
  channels: { use: 'ops' | 'feedback'; id: string | null; isFiles: boolean }[];
  sources: Layered & { lastDelivery: Pick<LastDelivery, 'at' | 'secondsAgo'> | null };
  mode: { mode: Mode; isFiles: boolean };
};

export type SetupPerson = {
  id: string;
  name: Stranger;
  roles: Role[];
  managerName: Stranger | null;
  isFiles: boolean;
};

export type SetupPool = {
  id: string;
  name: Stranger;
  leg: Leg;
  /** Those whom it lists by name. */
  memberIds: string[];
  userGroup: string | null;
  /** Everybody in it. */
  memberNames: Stranger[];
  deliverTo: string;
  /** Null where routes of the file say more than setup can show. */
  takes: Takes | null;
  isFiles: boolean;
};

/** A user group of the workspace that a pool may be made of. */
export type SetupGroup = { id: string; handle: Stranger; size: number };

export type SetupSource = {
  id: string;
  name: Stranger;
  isFiles: boolean;
  /** What its items' id is read from, where that names a person. */
  personsId: Stranger | null;
  lastDelivery: LastDelivery | null;
};

/** What became of the last thing a source sent. */
export type LastDelivery = {
  at: Date;
  secondsAgo: number;
  isRead: boolean;
  items: { outcome: ItemOutcome; problems: { path: string; problem: Stranger }[]; failed: Stranger[] }[];
};

/** What goes with a person who is taken out of the team. */
export type Removal = {
  id: string;
  name: Stranger;
  unanswered: number;
  accepted: number;
  pools: Stranger[];
  /** Pools that would be empty: they have to change first. */
  onlyOneIn: Stranger[];
};
