import { card } from '#blocks/card.ts';
import { ephemeral } from '#blocks/explain.ts';
import { leadList } from '#blocks/lead-list.ts';
import { findHandoffByStart } from '#db/handoffs.ts';
import type { Person, Role } from '#domain/settings.ts';
import { loadCard } from '#src/view/card.ts';
import { type LeadListKind, loadLeadList } from '#src/view/lead-list.ts';
import type { Reply, Subcommand } from './subcommands.ts';

const SALES: Role[] = ['sdr', 'ae', 'csm', 'manager', 'ops'];
const SHORTEST_ID = 4;

const refused: Reply = {
  message: ephemeral([
    'Leads are shown to sales and ops. Rejections and their reasons are in the feedback channel.',
  ]),
};

const maySee = (person: Person): boolean => person.roles.some((role) => SALES.includes(role));

function list(name: LeadListKind, summary: string): Subcommand {
  return {
    name,
    usage: name,
    summary,
    run: async ({ core, person }) => {
      if (!maySee(person)) return refused;
      const asked = { kind: name, personId: person.id, text: '' };
      return { message: leadList(await loadLeadList(core.db, core.inForce(), asked, core.now())) };
    },
  };
}

/** `/leads …`. */
export const LEADS: Subcommand[] = [
  list('mine', 'Your open leads, the next deadline first.'),
  list('team', 'The open leads of the people you manage.'),
  list('waiting', 'Leads nobody can take now.'),
  list('overdue', 'Leads whose deadline has passed.'),
  list('snoozed', 'Leads that are postponed.'),
  {
    name: 'find',
    usage: 'find <text>',
    summary: 'Leads by name, company or e-mail address.',
    run: async ({ core, person, words }) => {
      if (!maySee(person)) return refused;
      if (words.trim() === '') return { problem: 'Say what to look for: /leads find acme' };
      const asked = { kind: 'find' as const, personId: person.id, text: words.trim() };
      return { message: leadList(await loadLeadList(core.db, core.inForce(), asked, core.now())) };
    },
  },
  {
    name: 'show',
    usage: 'show <id>',
    summary: 'One lead with its card; the id stands in lists.',
    run: async ({ core, person, words }) => {
      if (!maySee(person)) return refused;
      const id = words.trim().toLowerCase();
      const found = id.length < SHORTEST_ID ? [] : await findHandoffByStart(core.db, id);
      if (found.length > 1)
        return { problem: `Several leads have an id that starts with ${id}: write more of it.` };
      const [handoff] = found;
      const model = handoff && (await loadCard(core.db, core.inForce(), handoff, core.now()));
      if (!model) return { problem: `No lead has the id “${id}”. Look it up: /leads find <name or company>` };
      return { message: card(model) };
    },
  },
];
