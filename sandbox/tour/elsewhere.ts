import type { SeenRecord } from '../crm/account.ts';
import type { Chapter, Tour } from './tour.ts';

/** What the tools know that were told: a CRM, and an address of one's own. */

const GRACE = 'Grace Hopper';

const recordOf = ({ told }: Tour, name: string): SeenRecord | undefined =>
  told.crm.seen().find(({ title }) => title === name);

/** What the tour made happen, as an address is told. */
const HEARD = [
  ...['assigned', 'accepted', 'rejected', 'responded', 'qualified', 'opportunity', 'won', 'lost'],
  ...['breached', 'reassigned'],
].map((type) => `handoff.${type}`);

export const elsewhere: Chapter = {
  title: 'The CRM and an address of ours know what came of it',
  play: async (tour) => {
    const { check, told } = tour;
    // Until nothing can be undone any more.
    await tour.pass(3);
    const grace = recordOf(tour, GRACE);
    const lines = Object.entries(grace?.values ?? {}).map(([name, value]) => `${name}: ${value}`);
    tour.list(`HubSpot, ${GRACE}:`, [...lines, ...(grace?.entries ?? [])]);
    check.reads('the CRM shows whose she is, and how far', lines.join('\n'), {
      has: ['Lifecycle Stage: Customer'],
      hasNot: [],
    });
    check.reads('and in her history what happened', (grace?.entries ?? []).join('\n'), {
      has: ['Accepted by Ana', 'Qualified by Ana', 'Opportunity by Eva', 'Won by Eva'],
      hasNot: [],
    });
    const types = new Set(told.receiver.heard.map(({ body }) => String(body.type)));
    check.same(
      'an address of ours heard of each kind of outcome',
      HEARD.filter((type) => !types.has(type)),
      [],
    );
    const refused = told.receiver.answered.filter((status) => status !== 204);
    check.same('and believed each signature', refused, []);
  },
};
