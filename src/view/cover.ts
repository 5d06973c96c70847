import { type Cover, type CoveredRow, coveredBy, openWork, readCover } from '#db/covers.ts';
import type { Db } from '#db/db.ts';
import { readHandoffsWithLeads } from '#db/handoffs.ts';
import type { MessageRow } from '#db/messages.ts';
import { readPerson } from '#db/people.ts';
import { askEndsAt } from '#domain/cover.ts';
import type { Settings } from '#domain/settings.ts';
import { managersAbove, nameOf, personOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import type { CoveredLead, CoverList, CoverMessageModel, ProposalModel } from './cover-models.ts';

/** What people are told about a cover, as the rows say now. */

type Proposed = Pick<ProposalModel, 'coverId' | 'until' | 'stays' | 'rest'> & {
  personId: string;
  shares: { personId: string; leads: number }[];
};

/** A proposal with the names of the people in it. */
export const loadProposal = ({ settings }: SettingsInForce, proposed: Proposed): ProposalModel =>
  proposalOf(settings, proposed);

function proposalOf(settings: Settings, proposed: Proposed): ProposalModel {
  const { coverId, until, stays, rest, shares, personId } = proposed;
  const [manager] = managersAbove(settings, personId);
  return {
    coverId,
    until,
    stays,
    rest,
    shares: shares.map(({ personId: id, leads }) => ({ name: nameOf(settings, id), leads })),
    managerName: manager === undefined ? null : nameOf(settings, manager),
  };
}

/** Who has what since leads were handed over, and how many stayed. */
export async function loadHandedOver(
  db: Db,
  { settings }: SettingsInForce,
  coverId: string,
): Promise<{ lists: CoverList[]; stays: number }> {
  const cover = await readCover(db, coverId);
  if (!cover) return { lists: [], stays: 0 };
  return {
    lists: await listsOf(db, settings, await coveredBy(db, coverId)),
    stays: (await stayed(db, cover)).length,
  };
}

/** What was open when it was agreed to, and is still with whoever is away. */
const stayed = async (db: Db, { personId, answeredAt }: Cover) =>
  answeredAt === null ? [] : openWork(db, personId, answeredAt);

/** Null while it is not to be read: a question that was settled before Slack showed it. */
export async function loadCoverMessage(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<CoverMessageModel | null> {
  if (message.detail.part === 'begun') return loadBegun(db, settings, message);
  const cover = await readCover(db, String(message.detail.coverId));
  if (!cover) return null;
  const readerId = String(message.detail.personId);
  switch (message.detail.part) {
    case 'ask':
      return loadAsk(db, settings, cover, message.ts === null);
    case 'answer':
      return {
        type: 'answer',
        colleagueName: nameOf(settings, cover.colleagueId ?? ''),
        until: cover.until,
        isDeclined: cover.state === 'declined',
        isAway: await isAway(db, cover.personId, now),
      };
    case 'covering':
      return {
        type: 'covering',
        personName: nameOf(settings, cover.personId),
        until: untilOf(cover),
        leads: await leadsOf(db, await movedTo(db, cover, readerId)),
      };
    case 'given':
      return loadGiven(db, settings, cover);
    case 'returned':
      return loadReturned(db, settings, cover, readerId);
    case 'welcome':
      return loadWelcome(db, settings, cover);
    default:
      return null;
  }
}

/** The buttons stand while the proposal does. What was proposed is kept with the message: nothing else knows it. */
async function loadBegun(
  db: Db,
  settings: Settings,
  { detail }: MessageRow,
): Promise<CoverMessageModel | null> {
  const cover = detail.coverId === undefined ? null : await readCover(db, String(detail.coverId));
  const personId = String(detail.personId);
  const until = cover?.until ?? new Date(String(detail.until));
  // What `begin` of src/absence/planned.ts stored.
  if (cover?.state !== 'proposed' || detail.proposed === undefined)
    return { type: 'begun', until, proposal: null };
  const proposed: Pick<Proposed, 'shares' | 'stays' | 'rest'> = JSON.parse(String(detail.proposed));
  return {
    type: 'begun',
    until,
    proposal: proposalOf(settings, { ...proposed, coverId: cover.id, until, personId }),
  };
}

async function isAway(db: Db, personId: string, now: Date): Promise<boolean> {
  const awayUntil = (await readPerson(db, personId))?.awayUntil ?? null;
  return awayUntil !== null && awayUntil > now;
}

const untilOf = ({ state, until }: Cover): Date | null => (state === 'ended' ? null : until);

async function loadAsk(
  db: Db,
  settings: Settings,
  cover: Cover,
  isUnsent: boolean,
): Promise<CoverMessageModel | null> {
  const state = askState(cover);
  if (isUnsent && state !== 'open') return null;
  const open = state === 'open' ? await openWork(db, cover.personId, cover.createdAt) : [];
  return {
    type: 'ask',
    coverId: cover.id,
    personName: nameOf(settings, cover.personId),
    until: cover.until,
    answerBy: askEndsAt(cover),
    leads: await leadsOf(
      db,
      open.map(({ id }) => id),
    ),
    state,
  };
}

function askState({ state }: Cover): 'open' | 'accepted' | 'declined' | 'over' {
  switch (state) {
    case 'asked':
      return 'open';
    case 'declined':
      return 'declined';
    case 'moving':
    case 'active':
    case 'ended':
      return 'accepted';
    case 'proposed':
    case 'expired':
      return 'over';
  }
}

async function loadGiven(db: Db, settings: Settings, cover: Cover): Promise<CoverMessageModel> {
  const moved = await coveredBy(db, cover.id);
  return {
    type: 'given',
    until: untilOf(cover),
    lists: await listsOf(db, settings, moved),
    // Once they are back what is theirs again did not stay.
    stays: cover.state === 'active' || cover.state === 'moving' ? (await stayed(db, cover)).length : 0,
  };
}

async function loadReturned(
  db: Db,
  settings: Settings,
  cover: Cover,
  readerId: string,
): Promise<CoverMessageModel> {
  const moved = (await coveredBy(db, cover.id)).filter(({ toId }) => toId === readerId);
  const row = await readPerson(db, cover.personId);
  return {
    type: 'returned',
    personName: nameOf(settings, cover.personId),
    isThere: personOf(settings, cover.personId) !== null && row?.isActive === true,
    returned: await leadsOf(db, idsWith(moved, 'returned')),
    kept: await leadsOf(db, idsWith(moved, 'kept')),
  };
}

async function loadWelcome(db: Db, settings: Settings, cover: Cover): Promise<CoverMessageModel> {
  const moved = await coveredBy(db, cover.id);
  return {
    type: 'welcome',
    returned: await leadsOf(db, idsWith(moved, 'returned')),
    kept: await listsOf(
      db,
      settings,
      moved.filter(({ outcome }) => outcome === 'kept'),
    ),
    over: idsWith(moved, 'over').length,
  };
}

const idsWith = (moved: readonly CoveredRow[], outcome: CoveredRow['outcome']): string[] =>
  moved.filter((one) => one.outcome === outcome).map(({ handoffId }) => handoffId);

const movedTo = async (db: Db, cover: Cover, toId: string): Promise<string[]> =>
  (await coveredBy(db, cover.id)).filter((one) => one.toId === toId).map(({ handoffId }) => handoffId);

/** Whoever has most first. */
async function listsOf(db: Db, settings: Settings, moved: readonly CoveredRow[]): Promise<CoverList[]> {
  const lists: CoverList[] = [];
  for (const [toId, rows] of Map.groupBy(moved, (one) => one.toId)) {
    const ids = rows.map(({ handoffId }) => handoffId);
    lists.push({ name: nameOf(settings, toId), leads: await leadsOf(db, ids) });
  }
  return lists.toSorted((a, b) => b.leads.length - a.leads.length || a.name.localeCompare(b.name));
}

async function leadsOf(db: Db, ids: readonly string[]): Promise<CoveredLead[]> {
  return (await readHandoffsWithLeads(db, ids)).map(({ lead }) => {
    const { name, company } = leadOf(lead);
    return { lead: name, company };
  });
}
