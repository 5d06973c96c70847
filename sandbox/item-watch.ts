import { asc, eq } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { handoffs, items, leads } from '#db/schema.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf, sourceName } from '#domain/team.ts';
import { printable } from './ink.ts';

const EVERY_MS = 200;

type Found = {
  id: string;
  sourceId: string;
  outcome: typeof items.$inferSelect.outcome;
  problems: typeof items.$inferSelect.problems;
  lead: typeof items.$inferSelect.lead;
  failed: string[] | undefined;
  ownerId: string | null;
  reservedFor: string | null;
};

/** Tells what becomes of everything that comes in by webhook, also where no message in Slack shows it. */
export function watchItems(
  db: Db,
  settings: Settings,
  tell: (lines: string[]) => void,
): { look: () => Promise<void>; stop: () => Promise<void> } {
  const told = new Set<string>();
  let looking = Promise.resolve();

  async function lookOnce(): Promise<void> {
    for (const item of await readItems(db)) {
      if (told.has(item.id)) continue;
      told.add(item.id);
      tell(wordsFor(settings, item));
    }
  }
  function look(): Promise<void> {
    looking = looking.then(lookOnce);
    return looking;
  }
  const timer = setInterval(look, EVERY_MS);
  return {
    look,
    stop: () => {
      clearInterval(timer);
      return looking;
    },
  };
}

async function readItems(db: Db): Promise<Found[]> {
  const rows = await db
    .select({
      id: items.id,
      sourceId: items.sourceId,
      outcome: items.outcome,
      problems: items.problems,
      lead: items.lead,
      evidence: leads.evidence,
      ownerId: handoffs.ownerId,
      reservedFor: handoffs.reservedFor,
    })
    .from(items)
    .leftJoin(leads, eq(leads.id, items.leadId))
    .leftJoin(handoffs, eq(handoffs.id, items.handoffId))
    .orderBy(asc(items.at), asc(items.id));
  return rows.map(({ evidence, ...row }) => ({ ...row, failed: evidence?.failed }));
}

function wordsFor(settings: Settings, item: Found): string[] {
  const { person, account } = item.lead ?? {};
  const name = person?.full_name ?? [person?.first_name, person?.last_name].filter(Boolean).join(' ');
  const who = [name || person?.email, account?.name].filter(Boolean).join(', ');
  const from = `${sourceName(settings, item.sourceId)} → ${printable(who) || 'something'}`;
  switch (item.outcome) {
    case 'handoff':
      return [`${from}: qualified, ${goesTo(settings, item)}`];
    case 'shadow':
      return [`${from}: qualified, in shadow: ops reads who would have got it`];
    case 'nurture':
      return [`${from}: to nurture, sales is not asked. What failed:`, ...(item.failed ?? []).map(bullet)];
    case 'joined':
      return [`${from}: known already, joins the card that is open`];
    case 'activity':
      return [`${from}: what a rep did, it stands on the card`];
    case 'signal':
      return [`${from}: noted, nobody is asked again`];
    case 'erased':
      return [`${from}: asked to be forgotten, and was`];
    case 'updated':
      return [`${from}: news of somebody known, it stands on the card`];
    case 'imported':
      return [`${from}: imported, nobody is asked`];
    case 'test':
      return [`${from}: a test, ops reads that it came`];
    case 'repeated':
      return [`${from}: was here before, nobody is asked again`];
    case 'ignored':
      return [`${from}: ignored${ignoredBecause(item)}`];
    case 'quarantined': {
      const problems = (item.problems ?? []).map(({ path, problem }) => `${path || 'the item'}: ${problem}`);
      return [`${from}: could not be read and is set aside. Why:`, ...problems.map(bullet)];
    }
  }
}

function goesTo(settings: Settings, { ownerId, reservedFor }: Found): string {
  if (reservedFor !== null)
    return `may be choosing a time with ${nameOf(settings, reservedFor)}: nobody is told yet`;
  return ownerId === null ? NOBODY : `goes to ${nameOf(settings, ownerId)}`;
}

const ignoredBecause = ({ problems }: Found): string => {
  const [first] = problems ?? [];
  return first ? `: ${first.problem}` : ', as the settings say';
};

const NOBODY = 'waits: nobody can take it now';
const bullet = (text: string): string => `   · ${printable(text)}`;
