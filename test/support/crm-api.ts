import { type Answer, type Asked, TOKEN } from '#sandbox/tools/tool-api.ts';

/**
 * CRMs that tell of their accounts, as far as they are asked here: by pages, with the properties that were asked for, and
 * with what the vendor documents to refuse.
 */

const ok = (body: unknown): Answer => ({ status: 200, body });

export type Company = Record<string, string | null>;

/** HubSpot's companies by their ids: a hundred a page or a batch at most, only properties that were named. */
export function hubspotCompanies(world: {
  companies: Record<string, Company>;
  owners?: { id: string; email: string }[];
}): (asked: Asked) => Answer {
  const told = (id: string, wanted: readonly string[]) => ({
    id,
    archived: false,
    properties: {
      ...Object.fromEntries(wanted.map((name) => [name, world.companies[id]?.[name] ?? null])),
      hs_object_id: id,
    },
  });
  const page = (all: readonly unknown[], { query }: Asked, most: number): Answer => {
    const limit = Number(query.get('limit') ?? 10);
    if (!(limit >= 1 && limit <= most)) return { status: 400, body: { category: 'VALIDATION_ERROR' } };
    const from = Number(query.get('after') ?? 0);
    const isMore = from + limit < all.length;
    return ok({
      results: all.slice(from, from + limit),
      ...(isMore && { paging: { next: { after: String(from + limit) } } }),
    });
  };
  return (asked) => {
    if (asked.headers.authorization !== `Bearer ${TOKEN}`)
      return { status: 401, body: { status: 'error', category: 'INVALID_AUTHENTICATION' } };
    if (asked.path === '/crm/v3/owners') return page(world.owners ?? [], asked, 500);
    if (asked.method === 'GET' && asked.path === '/crm/v3/objects/companies') {
      const wanted = (asked.query.get('properties') ?? '').split(',');
      return page(
        Object.keys(world.companies).map((id) => told(id, wanted)),
        asked,
        100,
      );
    }
    if (asked.method === 'POST' && asked.path === '/crm/v3/objects/companies/batch/read') {
      const inputs = (asked.body.inputs ?? []) as { id: string }[];
      if (inputs.length === 0 || inputs.length > 100)
        return { status: 400, body: { category: 'VALIDATION_ERROR' } };
      const found = inputs.filter(({ id }) => world.companies[id]);
      const results = found.map(({ id }) => told(id, (asked.body.properties ?? []) as string[]));
      return { status: found.length === inputs.length ? 200 : 207, body: { status: 'COMPLETE', results } };
    }
    return { status: 404, body: { status: 'error', message: 'not found' } };
  };
}

export type SalesforceWorld = {
  accounts: (Record<string, unknown> & { Id: string })[];
  /** By the account they are of. */
  opportunities?: { AccountId: string; IsClosed: boolean; IsWon: boolean; CloseDate: string }[];
  team?: { AccountId: string; email: string }[];
  /** How often a token was sold; another number wears out those of before. */
  sold?: number;
};

/** Salesforce: a client buys its own token; SOQL as it is asked here, of which anything else is malformed. */
export function salesforceOrg(world: SalesforceWorld): (asked: Asked) => Answer {
  const refuse = (status: number, errorCode: string): Answer => ({
    status,
    body: [{ errorCode, message: 'refused' }],
  });
  return (asked) => {
    if (asked.path === '/services/oauth2/token') {
      const form = new URLSearchParams(String(asked.body.form));
      const isOurs = form.get('client_id') === 'client' && form.get('client_secret') === 'client-secret';
      if (asked.method !== 'POST' || form.get('grant_type') !== 'client_credentials' || !isOurs)
        return { status: 400, body: { error: 'invalid_client' } };
      world.sold = (world.sold ?? 0) + 1;
      return ok({ access_token: `sold-${world.sold}`, instance_url: 'https://ours.example' });
    }
    if (asked.headers.authorization !== `Bearer sold-${world.sold}`) return refuse(401, 'INVALID_SESSION_ID');
    if (asked.path !== '/services/data/v60.0/query') return refuse(404, 'NOT_FOUND');
    const soql = asked.query.get('q') ?? '';
    const records = answerTo(world, soql);
    return records === null
      ? refuse(400, 'MALFORMED_QUERY')
      : ok({ totalSize: records.length, done: true, records });
  };
}

function answerTo(world: SalesforceWorld, soql: string): unknown[] | null {
  const { accounts, opportunities = [], team = [] } = world;
  const [, list] = /IN \(([^)]*)\)/.exec(soql) ?? [];
  const named = new Set((list ?? '').split(',').map((text) => text.replaceAll("'", '')));
  const groups = (some: typeof opportunities) => [...new Set(some.map(({ AccountId }) => AccountId))];
  if (
    /^SELECT AccountId FROM Opportunity WHERE IsClosed = false AND AccountId IN .* GROUP BY AccountId$/.test(
      soql,
    )
  ) {
    return groups(opportunities.filter((one) => !one.IsClosed && named.has(one.AccountId))).map(
      (AccountId) => ({
        AccountId,
      }),
    );
  }
  if (
    /^SELECT AccountId, MIN\(CloseDate\) firstWon FROM Opportunity WHERE IsWon = true AND AccountId IN .* GROUP BY AccountId$/.test(
      soql,
    )
  ) {
    const won = opportunities.filter((one) => one.IsWon && named.has(one.AccountId));
    return groups(won).map((AccountId) => ({
      AccountId,
      firstWon: won
        .filter((one) => one.AccountId === AccountId)
        .map(({ CloseDate }) => CloseDate)
        .toSorted()[0],
    }));
  }
  if (/^SELECT AccountId, User\.Email FROM AccountTeamMember WHERE AccountId IN /.test(soql)) {
    return team
      .filter(({ AccountId }) => named.has(AccountId))
      .map(({ AccountId, email }) => ({ AccountId, User: { Email: email } }));
  }
  const [, columns = '', rest = ''] = /^SELECT ([\w., ]+) FROM Account( .*)?$/.exec(soql) ?? [];
  if (columns === '') return null;
  const inOrder = accounts.toSorted((a, b) => (a.Id < b.Id ? -1 : 1));
  const [, after = '', limit] = /^(?: WHERE Id > '(\w+)')? ORDER BY Id LIMIT (\d+)$/.exec(rest) ?? [];
  const found =
    limit === undefined
      ? inOrder.filter(({ Id }) => named.has(Id))
      : inOrder.filter(({ Id }) => Id > after).slice(0, Number(limit));
  const first = columns.split(', ').map((column) => column.split('.')[0] ?? '');
  return found.map((account) => Object.fromEntries(first.map((name) => [name, account[name] ?? null])));
}

export type Organization = Record<string, unknown> & { id: number };

/** Pipedrive's organizations: pages by a cursor of its own, counts only where they are asked for, ids up to a hundred. */
export function pipedriveOrganizations(world: {
  organizations: Organization[];
  users?: { id: number; email: string; active_flag: boolean }[];
}): (asked: Asked) => Answer {
  const refuse = (status: number): Answer => ({ status, body: { success: false, error: 'refused' } });
  return ({ headers, path, query }) => {
    if (headers['x-api-token'] !== TOKEN) return refuse(401);
    if (path === '/v1/users') return ok({ success: true, data: world.users ?? [] });
    if (path !== '/api/v2/organizations') return refuse(404);
    const limit = Number(query.get('limit') ?? 100);
    const ids = query.get('ids')?.split(',');
    if (!(limit >= 1 && limit <= 500) || (ids?.length ?? 0) > 100) return refuse(400);
    const cursor = query.get('cursor');
    const from = cursor === null ? 0 : Number(/^after:(\d+)$/.exec(cursor)?.[1]);
    if (Number.isNaN(from)) return refuse(400);
    const counted = (query.get('include_fields') ?? '').split(',');
    const told = (organization: Organization) =>
      Object.fromEntries(
        Object.entries(organization).filter(
          ([name]) => !name.endsWith('_deals_count') || counted.includes(name),
        ),
      );
    const all = world.organizations.filter(({ id }) => ids === undefined || ids.includes(String(id)));
    const isMore = from + limit < all.length;
    return ok({
      success: true,
      data: all.slice(from, from + limit).map(told),
      additional_data: { next_cursor: isMore ? `after:${from + limit}` : null },
    });
  };
}
