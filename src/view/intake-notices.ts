import type { Db } from '#db/db.ts';
import { type ItemRow, itemsBetween, readItem } from '#db/deliveries.ts';
import type { MessageRow } from '#db/messages.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { judgeGlimpse } from '#domain/quarantined.ts';
import type { Settings } from '#domain/settings.ts';
import { sourceName } from '#domain/team.ts';
import { askOps } from './ask-ops.ts';
import type { OpsNoticeModel } from './models.ts';

/** What ops read of deliveries that no card is made of. */

type Stretch = { sourceId: string; from: Date; to: Date };

/** The stretch of time a notice is of. */
export function stretchOf(detail: MessageRow['detail']): Stretch {
  const from = new Date(String(detail.from));
  const to = new Date(from.getTime() + Number(detail.minutes) * 60_000);
  return { sourceId: String(detail.sourceId), from, to };
}

/** Which tests came: that they were read, and what of them was not. */
export async function testsNotice(
  db: Db,
  settings: Settings,
  { sourceId, from, to }: Stretch,
): Promise<OpsNoticeModel> {
  const items = await itemsBetween(db, { sourceId, outcome: 'test' }, from, to);
  const lines = items.slice(0, 5).map(({ lead, problems }) => {
    const who = lead ? whoIn(lead) : '';
    const left = (problems ?? []).map(({ path, problem }) => `left out: ${path || 'the item'}: ${problem}`);
    return `${who || 'Nobody named'}: ${left.length === 0 ? 'everything was read' : left.join('; ')}`;
  });
  const name = sourceName(settings, sourceId);
  const count = items.length === 1 ? 'A test' : `${items.length} tests`;
  return {
    title: `${count} from ${name} arrived`,
    lines: [...lines, ...moreThan(items, 5), 'Nobody is given a test, and no figure counts it.'],
  };
}

const moreThan = (items: readonly unknown[], shown: number): string[] =>
  items.length > shown ? [`and ${items.length - shown} more`] : [];

/** What could not be read, and what to do about it. */
export async function quarantineNotice(
  db: Db,
  settings: Settings,
  { sourceId, from, to }: Stretch,
  now: Date,
): Promise<OpsNoticeModel> {
  const items = await itemsBetween(db, { sourceId, outcome: 'quarantined' }, from, to);
  if (items.length === 0) {
    return {
      title: `Nothing left in quarantine from ${sourceId}`,
      lines: ['All of it was read in the meantime.'],
    };
  }
  const lines = items.slice(0, 5).map((item) => {
    const who = item.lead ? `${waitingIn(settings, { ...item, lead: item.lead }, now)}: ` : '';
    return `${item.id}: ${who}${problemOf(item)}`;
  });
  const count = items.length === 1 ? 'One item' : `${items.length} items`;
  return {
    title: `${count} from ${sourceId} could not be read`,
    lines: [...lines, ...moreThan(items, 5), mendWords(settings, sourceId)],
  };
}

/** One who waits, and could not be read: who it is, how to reach them, and what is wrong. */
export async function urgentNotice(
  db: Db,
  settings: Settings,
  itemId: string,
  now: Date,
): Promise<OpsNoticeModel | null> {
  const item = await readItem(db, itemId);
  if (!item?.lead || item.outcome !== 'quarantined') {
    return {
      title: 'A lead that could not be read was read in the meantime',
      lines: ['Nothing is left to do.'],
    };
  }
  const { email, phone } = item.lead.person;
  return {
    title: `A lead from ${sourceName(settings, item.sourceId)} waits and could not be read`,
    lines: [
      waitingIn(settings, { ...item, lead: item.lead }, now),
      ...(email || phone ? [[phone, email].filter(Boolean).join(', ')] : []),
      problemOf(item),
      `No clock runs and nobody has it: answer them by hand. All that came: npm run handoff -- inbox show ${item.id}`,
      mendWords(settings, item.sourceId),
    ],
    ask: await askOps(db, settings),
  };
}

function problemOf({ problems }: ItemRow): string {
  const [first] = problems ?? [];
  return first ? `${first.path || 'the item'}: ${first.problem}` : 'could not be read';
}

function waitingIn(settings: Settings, of: { lead: CanonicalLead; sourceId: string }, now: Date): string {
  const { temperature } = judgeGlimpse(settings, of, now);
  return `${whoIn(of.lead) || 'Nobody named'}, ${temperature}`;
}

/** Whose it is to mend: a mapping is ours, our own JSON the sender's. */
function mendWords({ sources }: Settings, sourceId: string): string {
  const format = sources.find(({ id }) => id === sourceId)?.format;
  return format === 'canonical'
    ? 'Nothing is lost, but it is our own JSON: its sender has to put it right and send it again. Its fields: docs/webhooks.md'
    : 'Nothing is lost. Mend the mapping, then: npm run handoff -- inbox retry --all';
}

/** A person and their company, as far as they are named. */
function whoIn({ person, account }: Pick<CanonicalLead, 'person' | 'account'>): string {
  const name = person.full_name ?? [person.first_name, person.last_name].filter(Boolean).join(' ');
  return [name || person.email, account.name].filter(Boolean).join(', ');
}
