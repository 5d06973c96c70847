import { type CompanyPast, readCompanyPast } from '#db/accounts.ts';
import { lastOfLegs } from '#db/handoffs.ts';
import type { LeadRow } from '#db/leads.ts';
import { readMirrored } from '#db/mirrored-accounts.ts';
import { isOld, settleAccount } from '#db/old-accounts.ts';
import { ownerInShadow } from '#db/shadow.ts';
import { accountDomain, companyAt, domainsOf, groupDomains } from '#domain/accounts.ts';
import { companyNameKey } from '#domain/company-name.ts';
import { laterOwners } from '#domain/later-owners.ts';
import { ROLE_OF } from '#domain/leg-roles.ts';
import { accountAmong, type MirroredAccount } from '#domain/mirrored-account.ts';
import { legsBefore } from '#domain/opened-by.ts';
import { eachOnce, hintsOf, type KnownOwners, ownersOf } from '#domain/owners.ts';
import type { NamedOwner, TriedRule } from '#domain/routing/record.ts';
import type { Mode } from '#domain/settings.ts';
import { LEGS, type Leg, USUAL_LEG } from '#domain/settings-shapes.ts';
import { colleaguesOwner, shadowSince } from '#domain/shadow.ts';
import { personOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';

/** Whom a lead's account or its sender already names, strongest first, and what only hints at somebody. */
export async function findOwners(
  work: Work,
  lead: LeadRow,
  { leg, sourceId, mode }: { leg: Leg; sourceId: string; mode: Mode },
): Promise<{ owners: NamedOwner[]; hints: TriedRule[]; mirrored: MirroredAccount | null }> {
  const { settings, tx, now } = work;
  const past = await readPast(work, lead);
  if (leg !== USUAL_LEG)
    return {
      owners: await ownersOfLater(work, lead, leg, past),
      hints: [],
      mirrored: mirroredOf(work, lead, past),
    };
  const known = knownFrom(work, lead, past);
  const { mirrored } = known;
  const told = { record: lead.record, sourceId };
  const owners = eachOnce(ownersOf(settings, leg, told, known));
  const named = new Set(owners.map(({ repId }) => repId));
  const hints = hintsOf(
    settings,
    leg,
    told,
    past.sameName.filter((repId) => !named.has(repId)),
  );
  if (mode === 'live' || !lead.accountId) return { owners, hints, mirrored };
  const colleague = await ownerInShadow(tx, lead.accountId, lead.id, shadowSince(now));
  return { owners: colleague === null ? owners : [...owners, colleaguesOwner(colleague)], hints, mirrored };
}

/** Accounts belong to those who open them; later legs to the account's team, and to who works with whoever passed it on. */
async function ownersOfLater(work: Work, lead: LeadRow, leg: Leg, past: CompanyPast): Promise<NamedOwner[]> {
  const passed = await lastOfLegs(work.tx, lead.id, legsBefore(leg));
  const hadBy = [past.opportunity, past.customer].find((had) => had?.leg === leg);
  const won = leg === 'cs_to_ae' ? await lastOfLegs(work.tx, lead.id, AE_LEGS) : null;
  return eachOnce(
    laterOwners(work.settings, leg, lead.record, {
      mirrored: mirroredOf(work, lead, past),
      wonBy: won?.handoff.ownerId ?? null,
      passedOnBy: passed?.handoff.ownerId ?? null,
      atCompany: hadBy?.repId ?? null,
    }),
  );
}

const AE_LEGS = LEGS.filter((leg) => ROLE_OF[leg] === 'ae');

const mirroredOf = (
  { settings, now }: Work,
  { record }: LeadRow,
  past: CompanyPast,
): MirroredAccount | null => accountAmong(settings, accountDomain(settings, record), past.mirrored, now);

/** What is mirrored of a lead's account, where nothing else is asked of it. */
export async function readAccount(
  { settings, tx, now }: Pick<Work, 'settings' | 'tx' | 'now'>,
  lead: Pick<LeadRow, 'id' | 'accountId' | 'record'>,
): Promise<MirroredAccount | null> {
  const company = accountDomain(settings, lead.record);
  const found = await readMirrored(tx, {
    domains: company === null ? [] : domainsOf(settings, company),
    leadId: lead.id,
    accountId: company === null ? null : lead.accountId,
  });
  return accountAmong(settings, company, found, now);
}

/** Whether a lead is of a customer, or of a company with an open opportunity, that somebody here looks after. */
export async function isLookedAfter(work: Work, lead: LeadRow, sourceId: string): Promise<boolean> {
  const told = { record: lead.record, sourceId };
  const owners = ownersOf(work.settings, USUAL_LEG, told, knownFrom(work, lead, await readPast(work, lead)));
  return owners.some(
    ({ by, repId }) =>
      (by === 'customer' || by === 'opportunity') && personOf(work.settings, repId) !== undefined,
  );
}

async function readPast({ settings, tx }: Work, lead: LeadRow): Promise<CompanyPast> {
  const company = accountDomain(settings, lead.record);
  const search = {
    // Leads of a domain that tells no company have nothing in common, whatever account was made of it once.
    accountId: company === null ? null : lead.accountId,
    exceptLeadId: lead.id,
    domains: company === null ? [] : domainsOf(settings, company),
    group: company === null ? [] : groupDomains(settings, company),
    nameKey: companyNameKey(lead.record.account.name ?? ''),
  };
  const past = await readCompanyPast(tx, search);
  let hasGrown = false;
  for (const { id, domain, name, nameKey } of past.accounts) {
    if (!isOld(nameKey)) continue;
    const isTheirs = (other: string) => companyAt(settings, other) === domain;
    hasGrown = (await settleAccount(tx, { id, domain, name }, isTheirs)) || hasGrown;
  }
  return hasGrown ? readCompanyPast(tx, search) : past;
}

function knownFrom(work: Work, lead: LeadRow, past: CompanyPast): KnownOwners {
  const { isCustomer, hasOpportunity, customer, opportunity, group, colleague } = past;
  const ofLeg = (had: CompanyPast['customer'], isImported: boolean) =>
    had && (had.leg === USUAL_LEG) === isImported ? had.repId : null;
  return {
    isCustomer,
    customer: ofLeg(customer, false),
    importedCustomer: ofLeg(customer, true),
    hasOpportunity,
    opportunity: ofLeg(opportunity, false),
    importedOpportunity: ofLeg(opportunity, true),
    account: past.accounts.find(({ ownerId }) => ownerId !== null)?.ownerId ?? null,
    group,
    colleague,
    mirrored: mirroredOf(work, lead, past),
  };
}
