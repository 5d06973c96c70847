import { type HandoffRow, readOffers } from '#db/handoffs.ts';
import { type LeadRow, ownerOfOpenWork, readAccount } from '#db/leads.ts';
import { readPeople } from '#db/people.ts';
import { refusedBy } from '#db/rejections.ts';
import {
  addBalanceEntry,
  loadsOf,
  lockStanding,
  logRouting,
  readRoutingLog,
  saveStanding,
} from '#db/routing.ts';
import { startOfDay } from '#domain/day.ts';
import { decide } from '#domain/decide.ts';
import { emailDomain, isFreeMail } from '#domain/email-domains.ts';
import type { Command } from '#domain/handoff.ts';
import type { RoutingRecord } from '#domain/records.ts';
import {
  findDestination,
  leadFacts,
  type MemberChoice,
  type NamedOwner,
  type Past,
  pickMember,
  type RepStatus,
  withoutIdentity,
} from '#domain/routing.ts';
import type { Pool } from '#domain/settings.ts';
import { hoursOf } from '#domain/team.ts';
import type { Work } from './core.ts';
import { loadFacts } from './facts.ts';
import { perform } from './perform.ts';

const SYSTEM = { personId: null, name: 'Handoff', relation: 'system' } as const;
const NOBODY: ReadonlySet<string> = new Set();
const NO_PAST: Past = { refused: NOBODY, had: NOBODY };

/**
 * Finds an owner by the routing rules and offers the handoff to them; with nobody eligible it waits, or stays
 * with the owner it has. Every decision leaves its row in the routing log.
 */
export async function assign(
  work: Work,
  row: HandoffRow,
  lead: LeadRow,
  because: string,
): Promise<HandoffRow> {
  const decision = await route(work, row, lead, because);
  const chosen = decision.record.chosenId;
  const stays = chosen === null && (await isThere(work, row.handoff.ownerId));
  if (stays || (chosen === null && (await isOldNews(work, row, decision.record)))) return row;

  await logRouting(work.tx, {
    handoffId: row.handoff.id,
    at: work.now,
    settingsVersion: work.version,
    record: decision.record,
  });
  const command: Command =
    chosen === null ? { type: 'hold' } : { type: 'offer', to: chosen, poolId: decision.record.poolId };
  const facts = await loadFacts(work, row, lead, command, SYSTEM);
  // While it waits it belongs to the managers of the pool it waits for.
  const poolId = decision.record.poolId ?? row.handoff.poolId;
  const decided = decide({ ...row.handoff, poolId }, command, facts, work.now);
  if (!decided.ok) throw new Error(`handoff ${row.handoff.id}: routing could not ${command.type} it`);
  if (decision.choice && decision.record.poolId && chosen !== null) {
    await saveStanding(work.tx, decision.record.poolId, decision.choice.standing);
    await addBalanceEntry(work.tx, {
      poolId: decision.record.poolId,
      repId: chosen,
      handoffId: row.handoff.id,
      offerNo: decided.handoff.offerNo,
      kind: 'turn',
      at: work.now,
    });
  }
  return perform(work, row, lead, decided, SYSTEM);
}

/** Better an owner who did not answer than none; but none rather than one who left. */
async function isThere(work: Work, ownerId: string | null): Promise<boolean> {
  if (ownerId === null) return false;
  return (await readPeople(work.tx, [ownerId])).get(ownerId)?.isActive ?? false;
}

/** A handoff that still waits for the same causes needs no second row to say so. */
async function isOldNews(work: Work, row: HandoffRow, record: RoutingRecord): Promise<boolean> {
  if (row.handoff.state !== 'waiting') return false;
  const [last] = await readRoutingLog(work.tx, row.handoff.id);
  return last !== undefined && last.chosenId === null && causes(last.record) === causes(record);
}

const causes = (record: RoutingRecord): string =>
  JSON.stringify([record.rules, record.candidates.map(({ repId, check }) => [repId, check])]);

type Routed = { record: RoutingRecord; choice: MemberChoice | null };

async function route(work: Work, row: HandoffRow, lead: LeadRow, because: string): Promise<Routed> {
  const { settings, now } = work;
  const facts = leadFacts(settings, lead);
  const past = row.handoff.offerNo === 0 ? NO_PAST : await pastOf(work, row.handoff.id);
  const owners = await namedOwners(work, row, lead);
  const routePeople = settings.routes.flatMap((rule) => ('person' in rule.to ? [rule.to.person] : []));
  const named = await statusesOf(work, [...owners.map((owner) => owner.repId), ...routePeople], false);
  const { destination, rules } = findDestination(settings, row.handoff.leg, facts, owners, named, past, now);

  const record = {
    because,
    facts: withoutIdentity(facts),
    rules,
    candidates: [],
    poolId: null,
    chosenId: null,
  };
  if (destination.to === 'nobody') return { record: { ...record, by: 'nobody' }, choice: null };
  if (destination.to === 'person') {
    return { record: { ...record, chosenId: destination.repId, by: destination.by }, choice: null };
  }
  const choice = await pickFrom(work, destination.pool, past, row.handoff.ownerId === null);
  return {
    record: {
      ...record,
      candidates: choice.candidates,
      poolId: destination.pool.id,
      chosenId: choice.chosenId,
      by: choice.chosenId === null ? 'nobody' : 'pool',
    },
    choice,
  };
}

async function pastOf({ tx }: Work, handoffId: string): Promise<Past> {
  const offers = await readOffers(tx, handoffId);
  return { refused: await refusedBy(tx, handoffId), had: new Set(offers.map((offer) => offer.repId)) };
}

async function pickFrom(work: Work, pool: Pool, past: Past, mayRepeat: boolean): Promise<MemberChoice> {
  const ids = pool.members.map((member) => member.person);
  const lags = await lockStanding(work.tx, pool.id, ids);
  const statuses = await statusesOf(work, ids, true);
  const first = pickMember(pool, statuses, lags, past, work.now);
  if (first.chosenId !== null || !mayRepeat) return first;
  // Alone: better the same person again than nobody. Whoever refused it stays out all the same.
  const again = pickMember(pool, statuses, lags, { ...past, had: NOBODY }, work.now);
  return again.chosenId === null ? first : again;
}

async function namedOwners(work: Work, row: HandoffRow, lead: LeadRow): Promise<NamedOwner[]> {
  const { settings, tx } = work;
  const owners: NamedOwner[] = [];
  const source = settings.sources.find((candidate) => candidate.id === row.sourceId);
  if (source?.owner === 'senders' && lead.record.owner_email) {
    const sender = settings.people.find((person) => person.email.toLowerCase() === lead.record.owner_email);
    if (sender) owners.push({ by: 'senders_owner', repId: sender.id, rule: `owner named by ${source.id}` });
  }
  // Accounts belong to those who open them; later legs go by their own routes.
  if (row.handoff.leg !== 'mql_to_sdr') return owners;
  const domain = accountDomain(lead);
  const named = settings.named_accounts.find((account) =>
    [account.domain, ...account.aliases].includes(domain ?? ''),
  );
  if (named) owners.push({ by: 'account_owner', repId: named.owner, rule: 'named account' });
  if (!lead.accountId) return owners;
  const account = await readAccount(tx, lead.accountId);
  if (account?.ownerId) owners.push({ by: 'domain', repId: account.ownerId, rule: 'owner of the account' });
  const busy = await ownerOfOpenWork(tx, lead.accountId, lead.id);
  if (busy) owners.push({ by: 'domain', repId: busy, rule: 'works on a colleague of theirs' });
  return owners;
}

/** The domain that stands for the lead's company; null for free-mail, which stands for nobody. */
export function accountDomain(lead: Pick<LeadRow, 'record'>): string | null {
  const { person, account } = lead.record;
  const domain = emailDomain(person.email ?? '') ?? account.domain?.toLowerCase() ?? null;
  if (domain && !isFreeMail(domain)) return domain;
  const stated = account.domain?.toLowerCase() ?? null;
  return stated && !isFreeMail(stated) ? stated : null;
}

async function statusesOf(
  work: Work,
  ids: readonly string[],
  withLoad: boolean,
): Promise<Map<string, RepStatus>> {
  const unique = [...new Set(ids)];
  const rows = await readPeople(work.tx, unique);
  const midnights = unique.map((id) => ({ id, midnight: startOfDay(hoursOf(work.settings, id), work.now) }));
  const loads = withLoad && unique.length > 0 ? await loadsOf(work.tx, midnights) : new Map();
  return new Map(
    unique.map((id) => {
      const row = rows.get(id);
      const load = loads.get(id) ?? { unanswered: 0, uncontacted: 0, today: 0 };
      return [
        id,
        {
          id,
          isKnown: typeof row?.slackId === 'string',
          isActive: row?.isActive ?? false,
          awayUntil: row?.awayUntil ?? null,
          hours: hoursOf(work.settings, id),
          ...load,
        },
      ];
    }),
  );
}
