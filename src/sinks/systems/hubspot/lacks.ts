import type { SinkSettings } from '#domain/sink-settings.ts';
import type { SinkApi, SinkMethod } from '../../http.ts';
import type { Lack } from '../../sink.ts';
import { SinkRefused } from '../../trouble.ts';
import { MARK, pipelineNamed, readPipelines, stageFor } from './deals.ts';
import { readFields } from './fields.ts';

/** What an account lacks: whether the app may do something shows by trying it on what is never there. */

type Need = { scope: string; method: SinkMethod; path: string; body?: object };

/** HubSpot looks at scopes before it looks for the record. */
const NOBODY = '0';

const NEEDS: readonly Need[] = [
  { scope: 'crm.objects.contacts.read', method: 'GET', path: `/crm/v3/objects/contacts/${NOBODY}` },
  {
    ...{ scope: 'crm.objects.contacts.write', method: 'PATCH', path: `/crm/v3/objects/contacts/${NOBODY}` },
    body: { properties: {} },
  },
  { scope: 'crm.schemas.contacts.read', method: 'GET', path: '/crm/v3/properties/contacts' },
  { scope: 'crm.objects.owners.read', method: 'GET', path: '/crm/v3/owners' },
];
const NEEDS_OF_DEALS: readonly Need[] = [
  { scope: 'crm.objects.deals.read', method: 'GET', path: `/crm/v3/objects/deals/${NOBODY}` },
  {
    ...{ scope: 'crm.objects.deals.write', method: 'PATCH', path: `/crm/v3/objects/deals/${NOBODY}` },
    body: { properties: {} },
  },
  { scope: 'crm.schemas.deals.read', method: 'GET', path: '/crm/v3/pipelines/deals' },
];

export async function lacksOf(api: SinkApi, { deals, options }: SinkSettings): Promise<Lack[]> {
  const needs = [...NEEDS, ...(deals ? NEEDS_OF_DEALS : [])];
  const refused: Need[] = [];
  for (const need of needs) if (await isRefused(api, need)) refused.push(need);
  if (refused.length === needs.length)
    return [
      {
        what: 'HubSpot refuses the token for everything',
        fix: 'copy the access token of the private app once more, and put it into the environment',
      },
    ];
  const lacks = refused.map(({ scope }) => ({
    what: `the scope ${scope}`,
    fix: 'add it to the private app in HubSpot, under Scopes, and commit the changes there',
  }));
  return deals && lacks.length === 0 ? lacksOfDeals(api, options.pipeline) : lacks;
}

async function isRefused(api: SinkApi, { method, path, body }: Need): Promise<boolean> {
  try {
    await api.ask(method, path, body && { body });
    return false;
  } catch (error) {
    if (error instanceof SinkRefused && error.about === 'access') return true;
    throw error;
  }
}

async function lacksOfDeals(api: SinkApi, pipelineName: string | undefined): Promise<Lack[]> {
  const lacks: Lack[] = [];
  const pipelines = await readPipelines(api);
  const missing = pipelineFault(() => {
    const pipeline = pipelineNamed(pipelines, pipelineName);
    for (const status of ['open', 'won', 'lost'] as const) stageFor(pipeline, status);
  });
  if (missing !== null)
    lacks.push({ what: missing, fix: 'name another under options.pipeline, or make it in HubSpot' });
  const fields = await readFields(api, 'deals');
  if (!fields.some(({ name }) => name === MARK.name))
    lacks.push({
      what: `no property ${MARK.name} of deals: a deal is known by its description until there is one`,
      fix: `make it in HubSpot: a single-line text of deals, named ${MARK.name}, with unique values`,
    });
  return lacks;
}

function pipelineFault(look: () => void): string | null {
  try {
    look();
    return null;
  } catch (error) {
    if (error instanceof SinkRefused) return error.message;
    throw error;
  }
}
