import type { Relation } from './handoff.ts';
import { TRANSITIONS } from './handoff.ts';
import type { Person, Role, Settings } from './settings.ts';
import { managersAbove } from './team.ts';

/** Who may do what, and where: the one table. Handlers ask it, the documents print it, a test walks every cell. */

/** What somebody is to a lead, to a person or to what they were asked; or a role they have. */
export const WHO = {
  owner: 'the lead’s owner',
  manager: 'their managers',
  member: 'members of its pool',
  self: 'whoever it is about',
  asked: 'the colleague who is asked',
  ops: 'ops',
  managers: 'managers',
  marketers: 'marketers',
  sales: 'SDRs, AEs, CSMs, managers and ops',
  team: 'everybody in the team',
} as const;
export type Who = keyof typeof WHO;

export const SURFACES = {
  card: 'card',
  channel: 'channel message',
  list: 'overdue list',
  home: 'Home',
  modal: 'modal',
  message: 'direct message',
  command: 'slash command',
} as const;
export type Surface = keyof typeof SURFACES;

type Deed = { words: string; by: readonly Who[]; on: readonly Surface[] };

const RELATIONS: Partial<Record<Relation, Who>> = {
  owner: 'owner',
  manager: 'manager',
  ops: 'ops',
  member: 'member',
};

/** Those people whom the lifecycle lets give a command. */
const people = (command: keyof typeof TRANSITIONS): Who[] =>
  TRANSITIONS[command].by.flatMap((relation: Relation) => RELATIONS[relation] ?? []);

const onCards = ['card', 'home'] as const;
const inModals = ['card', 'home', 'modal'] as const;

export const PERMISSIONS = {
  read_lead: {
    words: 'Read a lead: its card, Details, Why me?, lists, `/leads …`',
    by: ['sales'],
    on: ['card', 'message', 'modal', 'command'],
  },
  accept: { words: 'Accept', by: people('accept'), on: onCards },
  claim: { words: 'Claim, Take next', by: people('claim'), on: ['channel'] },
  reject: { words: 'Reject', by: people('reject'), on: inModals },
  snooze: { words: 'Snooze', by: people('snooze'), on: inModals },
  wake: { words: 'Wake now', by: people('wake'), on: onCards },
  undo: { words: 'Undo', by: people('undo'), on: onCards },
  meet: { words: 'Held, No-show', by: people('meet'), on: ['card'] },
  mend: { words: 'Mend the address', by: people('mend'), on: ['modal'] },
  respond: { words: 'Log response', by: people('respond'), on: inModals },
  qualify: { words: 'Qualify', by: people('qualify'), on: inModals },
  opportunity: { words: 'Opportunity', by: people('opportunity'), on: inModals },
  win: { words: 'Won', by: people('win'), on: inModals },
  lose: { words: 'Lost', by: people('lose'), on: inModals },
  expand: { words: 'Expansion', by: ['owner', 'manager', 'ops'], on: ['card', 'modal'] },
  churn: { words: 'Churned', by: ['owner', 'manager', 'ops'], on: ['card', 'modal'] },
  recycle: { words: 'Recycle', by: people('recycle'), on: inModals },
  disqualify: { words: 'Disqualify', by: people('disqualify'), on: inModals },
  reassign: {
    words: 'Reassign, Take it, `/leads reassign`',
    by: people('reassign'),
    on: ['card', 'list', 'home', 'modal', 'command'],
  },
  name_account: {
    words: 'Say whether a lead is of the CRM’s account of nearly the same name',
    by: ['owner', 'manager', 'ops'],
    on: ['card'],
  },
  remind: { words: 'Nudge', by: people('remind'), on: ['list', 'home'] },
  be_away: {
    words: 'Be away and back, ask a colleague to cover',
    by: ['self'],
    on: ['home', 'modal', 'command'],
  },
  mute_digest: {
    words: 'Mute one’s own digests, and have them again',
    by: ['self'],
    on: ['message', 'home', 'command'],
  },
  hand_over: {
    words: 'Hand over, or keep, the leads of whoever is away',
    by: ['self', 'manager', 'ops'],
    on: ['message', 'modal'],
  },
  cover: { words: 'Cover, or decline to', by: ['asked'], on: ['message'] },
  ask_about_rep: {
    words: '`/handoff why @rep`, `/handoff balance @rep`',
    by: ['self', 'manager', 'ops'],
    on: ['command'],
  },
  see_pool_balance: { words: '`/handoff balance <pool>`', by: ['manager', 'ops'], on: ['command'] },
  answer_rejections: {
    words: 'Answer rejections',
    by: ['marketers', 'ops'],
    on: ['channel', 'modal'],
  },
  object: {
    words: 'Object to what a rep put right of a record',
    by: ['manager', 'ops'],
    on: ['message'],
  },
  backtest: {
    words: '`/handoff backtest`, `/handoff suggestions`, `/handoff propose`, Withdraw a proposal',
    by: ['marketers', 'managers', 'ops'],
    on: ['channel', 'command'],
  },
  decide_dispute: {
    words: 'Decide where marketing disagrees with a rejection',
    by: ['manager', 'ops'],
    on: ['message'],
  },
  sign_marketing: { words: 'Sign a proposal for marketing', by: ['marketers'], on: ['channel'] },
  sign_sales: { words: 'Sign a proposal for sales', by: ['managers'], on: ['channel'] },
  promote: {
    words: 'Put a proposal in force, and go back',
    by: ['marketers', 'managers'],
    on: ['channel'],
  },
  see_doctor: { words: '`/handoff doctor`', by: ['managers', 'ops'], on: ['command'] },
  see_shadow: { words: '`/handoff shadow`', by: ['managers', 'ops'], on: ['command'] },
  pause: { words: '`/handoff pause`, `/handoff resume`', by: ['ops'], on: ['command'] },
  reload: { words: '`/handoff reload`', by: ['ops'], on: ['command'] },
  approve_sink: {
    words: 'Approve what a tool is told of leads',
    by: ['ops'],
    on: ['channel'],
  },
  set_up: { words: '`/handoff setup`', by: ['ops'], on: ['command', 'modal'] },
  see_figures: {
    words: '`/funnel`, `/handoff definitions`, `/handoff sources`, `/handoff stack`',
    by: ['team'],
    on: ['command'],
  },
  see_rep_figures: {
    words: 'Figures of a person: `/funnel by rep`, reps in `/funnel forecast`',
    by: ['self', 'manager', 'ops'],
    on: ['command'],
  },
  share_figures: { words: 'Share an answer of `/funnel` in a channel', by: ['team'], on: ['command'] },
  unshare_figures: { words: 'Take back what was shared', by: ['self', 'ops'], on: ['channel'] },
} as const satisfies Record<string, Deed>;
export type DeedName = keyof typeof PERMISSIONS;

const BY_ROLE: Record<Role, readonly Who[]> = {
  sdr: ['team', 'sales'],
  ae: ['team', 'sales'],
  csm: ['team', 'sales'],
  manager: ['team', 'sales', 'managers'],
  marketer: ['team', 'marketers'],
  ops: ['team', 'sales', 'ops'],
};

const permits = (deed: DeedName, as: readonly Who[]): boolean => {
  const { by }: Deed = PERMISSIONS[deed];
  return by.some((who) => as.includes(who));
};

const rolesOf = ({ roles }: Pick<Person, 'roles'>): Who[] => roles.flatMap((role) => BY_ROLE[role]);

/** Whether somebody may do what their roles alone decide. Somebody who is nobody in the team has none. */
export const may = (deed: DeedName, person: Pick<Person, 'roles'>): boolean => permits(deed, rolesOf(person));

/** Whether somebody may do what is about these people: one, or the members of a pool. */
export function mayAbout(
  deed: DeedName,
  settings: Settings,
  person: Pick<Person, 'id' | 'roles'>,
  about: readonly string[],
): boolean {
  const isAbove = about.some((id) => managersAbove(settings, id).includes(person.id));
  return permits(deed, [
    ...rolesOf(person),
    ...(about.includes(person.id) ? (['self', 'asked'] as const) : []),
    ...(isAbove ? (['manager'] as const) : []),
  ]);
}
