/** Every id that the screens of `/handoff setup` send back to us. */

/** Buttons: to another screen, or to do something. What follows names it, so that no two in a block are the same. */
export const GO = 'setup.go/';
export const DO = 'setup.do/';

/** Callback ids of the screens that can be submitted. */
export const setupForms = {
  teamFrom: 'setup.team.from',
  teamSave: 'setup.team.save',
  remove: 'setup.remove',
  managers: 'setup.managers',
  pool: 'setup.pool',
  channels: 'setup.channels',
  source: 'setup.source',
  mode: 'setup.mode',
} as const;

/** An input's block id and its action id are the same. */
export const setupFields = {
  channel: 'channel',
  group: 'group',
  role: 'role',
  from: 'from',
  to: 'to',
  members: 'members',
  person: 'person',
  manager: 'manager',
  reps: 'reps',
  name: 'name',
  leg: 'leg',
  place: 'place',
  takes: 'takes',
  countries: 'countries',
  ops: 'ops',
  feedback: 'feedback',
  tool: 'tool',
  came: 'came',
  mode: 'mode',
} as const;

/** Of `manager`'s question for whom: everybody without one, everybody, or those chosen. */
export const FOR_ALL = 'all';
export const FOR_SOME = 'some';
/** The choice of `group` that is none. */
export const NO_GROUP = 'none';
/** The choice of `came` that leaves it to the sender. */
export const AS_TOLD = 'as_told';

/** A screen or a deed with what it is about: `pool:emea`. */
export const named = (what: string, about: string): string => `${what}:${about}`;

export function readNamed(text: string): { what: string; about: string } {
  const [what = '', ...rest] = text.split(':');
  return { what, about: rest.join(':') };
}
