import { ephemeral, explain } from '#blocks/explain.ts';
import { why } from '#blocks/why-modal.ts';
import { findHandoffByStart } from '#db/handoffs.ts';
import { type LeadListKind, LONGEST_SEARCH } from '#domain/lead-lists.ts';
import { may } from '#domain/permissions.ts';
import { type ReassignWords, readReassign } from '#domain/reassign-words.ts';
import { seenOf } from '#domain/seen.ts';
import type { Person } from '#domain/settings.ts';
import { withoutMentions } from '#domain/typed-text.ts';
import { whoIs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { press } from '#src/handoff/press.ts';
import { loadRouting } from '#src/view/details.ts';
import { tellReassigned } from '../reassigned.ts';
import { notForThem, showCard, showList } from '../show-leads.ts';
import type { Asked, Reply, Subcommand } from './subcommands.ts';

const SHORTEST_ID = 4;

function list(name: LeadListKind, summary: string): Subcommand {
  return {
    name,
    usage: name,
    summary,
    for: 'everybody',
    examples: [`/leads ${name}`],
    run: async ({ core, person, words }) => {
      const extra = words.trim();
      if (extra !== '') return { problem: `“${extra}” is not needed: /leads ${name} stands alone.` };
      return { message: await showList(core, person, { kind: name, text: '', page: 0 }) };
    },
  };
}

const mine = list('mine', 'Your open leads, the next deadline first.');
const team = list('team', 'The open leads of the people you manage.');

const find: Subcommand = {
  name: 'find',
  usage: 'find <text>',
  summary: 'Leads by name, company or e-mail address.',
  for: 'everybody',
  examples: ['/leads find acme', '/leads find grace hopper', '/leads find @globex.com'],
  run: async ({ core, person, words }) => {
    const text = withoutMentions(words.trim());
    if (text === '') return { problem: 'Say what to look for: /leads find acme' };
    if (text.length > LONGEST_SEARCH)
      return { problem: `That is too long to look for: expected at most ${LONGEST_SEARCH} characters.` };
    return { message: await showList(core, person, { kind: 'find', text, page: 0 }) };
  },
};

const show: Subcommand = {
  name: 'show',
  usage: 'show <id>',
  summary: 'One lead with its card; the id stands in lists.',
  for: 'everybody',
  examples: ['/leads show k3j9x2'],
  run: (asked) => aboutOne(asked, (handoff) => showCard(asked.core, asked.person, handoff)),
};

const whyOne: Subcommand = {
  name: 'why',
  usage: 'why <id>',
  summary: 'Why a lead went where it went, and not to somebody else.',
  for: 'everybody',
  examples: ['/leads why k3j9x2'],
  run: (asked) =>
    aboutOne(asked, async ({ handoffId }) => {
      const model = await loadRouting(asked.core.db, asked.core.inForce(), {
        handoffId,
        readerId: asked.person.id,
      });
      return model ? why(model) : ephemeral(['No rule decided about this lead: it was never routed.']);
    }),
};

const reassign: Subcommand = {
  name: 'reassign',
  usage: 'reassign <id> <@rep|next> [why]',
  summary: 'Gives a lead of your people to somebody else, or to whoever is next by the rules.',
  for: 'managers',
  examples: ['/leads reassign k3j9x2 @ben he knows them', '/leads reassign k3j9x2 next'],
  run: async (asked) => {
    const { core, slackUserId } = asked;
    const read = readReassign(core.inForce().settings, asked.words);
    if (read.type === 'problem') return { problem: read.problem };
    const to = await personIn(core, read.to);
    if (to === null) return { problem: 'That Slack account is nobody in the team this app knows.' };
    if (to !== 'next' && !may('read_lead', to))
      return { problem: `${to.name} is shown no leads, so cannot have one.` };
    const because = withoutMentions(read.because);
    const command = { type: 'reassign', to: to === 'next' ? to : to.id, because } as const;
    return aboutOne({ ...asked, words: read.id }, async (found) => {
      // Whoever types has seen nothing: what is meant is the lead as it stands when it is looked up.
      const by = { slackUserId, seen: seenOf(found) };
      const result = await press(core, found.handoffId, command, by);
      return ephemeral(result.ok ? await tellReassigned(core, result) : explain(result.refusal));
    });
  },
};

type To = Extract<ReassignWords, { type: 'reassign' }>['to'];

async function personIn(core: Core, to: To): Promise<Person | 'next' | null> {
  if (to === 'next') return to;
  return to.type === 'person' ? to.person : whoIs(core, to.slackUserId);
}

type Found = Awaited<ReturnType<typeof findHandoffByStart>>[number];

/** Answers about the one handoff whose id begins like this, or says how to find it. */
async function aboutOne(
  { core, person, words }: Asked,
  answer: (found: Found) => ReturnType<typeof showCard>,
): Promise<Reply> {
  if (!may('read_lead', person)) return { message: notForThem };
  const id = words.trim().toLowerCase();
  if (id === '') return { problem: 'Say which one: its id stands at the end of its line in a list.' };
  const found = id.length < SHORTEST_ID ? [] : await findHandoffByStart(core.db, id);
  if (found.length > 1)
    return { problem: `Several leads have an id that starts with ${id}: write more of it.` };
  const [handoff] = found;
  const message = handoff && (await answer(handoff));
  if (!message) return { problem: `No lead has the id “${id}”. Look it up: /leads find <name or company>` };
  return { message };
}

/** `/leads …`. */
export const LEADS: Subcommand[] = [
  mine,
  team,
  list('waiting', 'Leads nobody can take now.'),
  list('overdue', 'Leads whose deadline has passed.'),
  list('snoozed', 'Leads that are postponed.'),
  find,
  show,
  whyOne,
  reassign,
];

/** What `/leads` alone means: who works leads sees their own, who only manages sees the team's. */
export function listOf({ roles }: Person): Subcommand | null {
  if (roles.some((role) => role === 'sdr' || role === 'ae' || role === 'csm')) return mine;
  return roles.includes('manager') ? team : null;
}
