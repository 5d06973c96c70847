import { accountDomain, companyAt, groupDomains } from '../accounts.ts';
import type { CanonicalLead } from '../lead.ts';
import { type KnownOwners, NOBODY_KNOWN } from '../owners.ts';
import type { Settings } from '../settings.ts';
import { type Leg, USUAL_LEG } from '../settings-shapes.ts';
import type { Stage } from '../stages.ts';
import type { CompanyFact } from './company-facts.ts';

/** Whose the leads of which company are, in a simulation. Null is a lead that tells no company. */
export type Accounts = {
  /** By the settings at hand, which may see other companies than those of then did. */
  companyOf: (record: CanonicalLead) => string | null;
  knownOf: (company: string | null) => KnownOwners;
  /** Each answers the companies whose next lead may go to somebody else because of it. */
  learn: (fact: CompanyFact) => string[];
  offered: (company: string | null, repId: string) => string[];
  accepted: (company: string | null, repId: string) => string[];
  closed: (company: string | null, repId: string) => string[];
};

type Had = { at: Date; leg: Leg; repId: string };
type Person = { stage: Stage | null; had: Had[] };
type Company = { ownerId: string | null; open: string[]; people: Map<string, Person> };

/** The leg that says most about whose a customer is comes first. */
const STRONGEST: readonly Leg[] = ['won_to_cs', 'sql_to_ae', 'cs_to_ae', 'mql_to_sdr'];

/** As routing asks a database: who has the customer, who accepted first, who works on a colleague. */
export function createAccounts(settings: Settings): Accounts {
  const companies = new Map<string, Company>();
  const kinOf = (company: string): string[] =>
    settings.named_accounts.length === 0
      ? []
      : [...new Set(groupDomains(settings, company).map((domain) => companyAt(settings, domain) ?? domain))];
  const change = (name: string | null, make: (company: Company) => string[]): string[] => {
    if (name === null) return [];
    const company = companies.get(name) ?? { ownerId: null, open: [], people: new Map() };
    companies.set(name, company);
    const concerned = make(company);
    if (isForgotten(company)) companies.delete(name);
    return concerned;
  };
  const own = (name: string, company: Company, repId: string): string[] => {
    if (company.ownerId !== null) return [];
    company.ownerId = repId;
    return [name, ...kinOf(name)];
  };
  const offered = (name: string | null, repId: string): string[] =>
    change(name, ({ open }) => (open.push(repId) === 1 && name !== null ? [name] : []));
  return {
    companyOf: (record) => accountDomain(settings, record),
    knownOf: (name) => {
      if (name === null) return NOBODY_KNOWN;
      const kin = kinOf(name).flatMap((other) => companies.get(other) ?? []);
      const company = companies.get(name);
      if (!company && kin.length === 0) return NOBODY_KNOWN;
      const theirs = company ? [...company.people.values()] : [];
      return {
        ...customerOf([...theirs, ...kin.flatMap(({ people }) => [...people.values()])]),
        ...opportunityOf(theirs),
        account: company?.ownerId ?? null,
        group: kin.find(({ ownerId }) => ownerId !== null)?.ownerId ?? null,
        colleague: company?.open[0] ?? null,
        // What a CRM said then is not kept.
        mirrored: null,
      };
    },
    learn: (fact) => {
      const name = companyAt(settings, fact.domain);
      if (name === null) return [];
      if (fact.type === 'worked_on') return offered(name, fact.repId);
      return change(name, (company) => {
        if (fact.type === 'owned') return own(name, company, fact.repId);
        const person = company.people.get(fact.leadId) ?? { stage: null, had: [] };
        company.people.set(fact.leadId, person);
        if (fact.type === 'stage') person.stage = fact.stage;
        else person.had.push({ at: fact.at, leg: fact.leg, repId: fact.repId });
        return [name, ...kinOf(name)];
      });
    },
    offered,
    accepted: (name, repId) => change(name, (company) => (name === null ? [] : own(name, company, repId))),
    closed: (name, repId) =>
      change(name, ({ open }) => {
        const [busy] = open;
        const place = open.indexOf(repId);
        if (place >= 0) open.splice(place, 1);
        return name !== null && open[0] !== busy ? [name] : [];
      }),
  };
}

const isForgotten = ({ ownerId, open, people }: Company): boolean =>
  ownerId === null && open.length === 0 && people.size === 0;

function customerOf(people: readonly Person[]) {
  const had = hadAt(people, 'closed_won');
  return { isCustomer: had !== null, customer: ofLeg(had, false), importedCustomer: ofLeg(had, true) };
}

function opportunityOf(people: readonly Person[]) {
  const had = hadAt(people, 'opportunity');
  return {
    hasOpportunity: had !== null,
    opportunity: ofLeg(had, false),
    importedOpportunity: ofLeg(had, true),
  };
}

/** The last of the strongest leg that those at a stage were handed on; null where nobody is at it. */
function hadAt(people: readonly Person[], stage: Stage): Had | 'nobody' | null {
  const there = people.filter((person) => person.stage === stage);
  if (there.length === 0) return null;
  const [first] = there
    .flatMap(({ had }) => had)
    .toSorted(
      (a, b) => STRONGEST.indexOf(a.leg) - STRONGEST.indexOf(b.leg) || b.at.getTime() - a.at.getTime(),
    );
  return first ?? 'nobody';
}

/** The first leg is one only where an import told of it: its owner is the CRM's. */
const ofLeg = (had: Had | 'nobody' | null, isImported: boolean): string | null =>
  had !== null && had !== 'nobody' && (had.leg === USUAL_LEG) === isImported ? had.repId : null;
