import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../../http.ts';
import type { DealEntry, SinkRecord } from '../../sink.ts';
import { SinkRefused } from '../../trouble.ts';
import { ask, askFor } from './asking.ts';
import { type HubspotField, readFields } from './fields.ts';
import { hasMark, linkTo, readLinked } from './history.ts';

/** Deals of a contact, and the stages that an account has for them. */

/** Where the mark of a deal stands; in its description, where the account has no such property. */
export const MARK = { name: 'handoff_mark', label: 'Handoff mark' };

/** https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide#association-type-id-values */
const DEAL_TO_CONTACT = 3;

type Stage = { id: string; isClosed: boolean; isWon: boolean };
export type Pipeline = { id: string; stages: Stage[] };

/** Makes the deal with this mark, or changes what of it became another. */
export async function putDeal(
  api: SinkApi,
  contact: SinkRecord,
  deal: DealEntry,
  pipelineName: string | undefined,
): Promise<void> {
  const fields = await readFields(api, 'deals');
  const found = await findDeal(api, contact, deal.mark, fields);
  const worth = { ...(await worthOf(api, deal, fields)), ...reasonOf(deal, fields) };
  const pipelines = await readPipelines(api);
  if (found === null) {
    const pipeline = pipelineNamed(pipelines, pipelineName);
    await ask(api, 'POST', '/crm/v3/objects/deals', {
      body: {
        properties: {
          ...{ dealname: deal.name, pipeline: pipeline.id, dealstage: stageFor(pipeline, deal.status).id },
          ...worth,
          ...(deal.ownerId !== null && { hubspot_owner_id: deal.ownerId }),
          ...(fieldOf(fields, MARK.name) ? { [MARK.name]: deal.mark } : { description: deal.mark }),
        },
        associations: [linkTo(contact.id, DEAL_TO_CONTACT)],
      },
    });
    return;
  }
  const wanted: Record<string, string> = { ...worth, ...stageOnwards(found, deal, pipelines) };
  const changed = Object.entries(wanted).filter(([name, value]) => !isSame(found.values[name], value));
  if (changed.length === 0) return;
  await ask(api, 'PATCH', `/crm/v3/objects/deals/${found.id}`, {
    body: { properties: Object.fromEntries(changed) },
  });
}

type Found = { id: string; values: Record<string, string | undefined> };

const READ = [
  ...['description', 'pipeline', 'dealstage', 'amount', 'deal_currency_code', 'closedate'],
  ...['closed_lost_reason', MARK.name],
];

async function findDeal(
  api: SinkApi,
  contact: SinkRecord,
  mark: string,
  fields: readonly HubspotField[],
): Promise<Found | null> {
  const named = fieldOf(fields, MARK.name)?.isUnique
    ? await askFor(api, `/crm/v3/objects/deals/${encodeURIComponent(mark)}`, {
        ...{ idProperty: MARK.name, properties: READ.join(',') },
      })
    : null;
  // It may have been made before the account had that property.
  const all = named === null ? await readLinked(api, contact, 'deals', READ) : [named];
  const marked = all.find(
    (one) =>
      textAt(one, 'properties', MARK.name) === mark ||
      hasMark(textAt(one, 'properties', 'description'), mark),
  );
  if (marked === undefined) return null;
  const values = READ.map((name) => [name, textAt(marked, 'properties', name)] as const);
  return { id: textAt(marked, 'id') ?? '', values: Object.fromEntries(values) };
}

/** Amounts as numbers, instants by their day: HubSpot writes both in ways of its own. */
function isSame(there: string | undefined, value: string): boolean {
  if (there === undefined) return value === '';
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return there.slice(0, 10) === value.slice(0, 10);
  return there === value || (value !== '' && Number(there) === Number(value));
}

const fieldOf = (fields: readonly HubspotField[], name: string): HubspotField | undefined =>
  fields.find((field) => field.name === name);

async function worthOf(
  api: SinkApi,
  { amount, currency, closeOn, status, at: toldAt }: DealEntry,
  fields: readonly HubspotField[],
): Promise<Record<string, string>> {
  const day = closeOn ?? (status === 'open' ? null : toldAt.toISOString().slice(0, 10));
  return {
    ...(amount !== null && { amount: String(amount) }),
    ...(amount !== null && currency !== null && (await currencyOf(api, currency, fields))),
    // At noon it is that day nearly everywhere: HubSpot shows the instant where its reader is.
    ...(day !== null && { closedate: `${day}T12:00:00Z` }),
  };
}

/** An amount in a currency that the account does not have would stand there as so much of another. */
async function currencyOf(
  api: SinkApi,
  currency: string,
  fields: readonly HubspotField[],
): Promise<Record<string, string>> {
  const field = fieldOf(fields, 'deal_currency_code');
  if (field?.options.some(({ value }) => value === currency)) return { deal_currency_code: currency };
  const account = await ask(api, 'GET', '/account-info/v3/details');
  if (textAt(account, 'companyCurrency') === currency) return {};
  throw new SinkRefused(
    `this account of HubSpot has no currency ${currency}: add it there, under Currencies`,
    'field',
    'deal_currency_code',
  );
}

/** In words, or as an option where the account made a list of it; one that is not on the list stands in the note alone. */
function reasonOf(
  { status, lostReason }: DealEntry,
  fields: readonly HubspotField[],
): Record<string, string> {
  const field = fieldOf(fields, 'closed_lost_reason');
  if (status !== 'lost' || lostReason === null || field === undefined) return {};
  if (field.type !== 'choice') return { closed_lost_reason: lostReason };
  const option = field.options.find(({ value, label }) => value === lostReason || label === lostReason);
  return option === undefined ? {} : { closed_lost_reason: option.value };
}

export async function readPipelines(api: SinkApi): Promise<readonly (Pipeline & { label: string })[]> {
  const answer = await ask(api, 'GET', '/crm/v3/pipelines/deals');
  return inOrder(recordsAt(answer, 'results')).map((pipeline) => ({
    id: textAt(pipeline, 'id') ?? '',
    label: textAt(pipeline, 'label') ?? '',
    stages: inOrder(recordsAt(pipeline, 'stages')).map((stage) => {
      const isClosed = textAt(stage, 'metadata', 'isClosed') === 'true';
      const probability = Number(textAt(stage, 'metadata', 'probability') ?? 0);
      return { id: textAt(stage, 'id') ?? '', isClosed, isWon: isClosed && probability === 1 };
    }),
  }));
}

const inOrder = (all: Record<string, unknown>[]): Record<string, unknown>[] =>
  all.toSorted((a, b) => Number(at(a, 'displayOrder')) - Number(at(b, 'displayOrder')));

/** By its id or its name; the first, where none is named. */
export function pipelineNamed(
  pipelines: readonly (Pipeline & { label: string })[],
  name: string | undefined,
): Pipeline {
  const found =
    name === undefined
      ? pipelines[0]
      : pipelines.find(({ id, label }) => id === name || label.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const known = pipelines.map(({ label }) => label).join(', ');
  throw new SinkRefused(`HubSpot has no pipeline ${name ?? ''}; it has ${known}`, 'field', 'pipeline');
}

/** The first stage of a pipeline in which deals are open, won, or lost. */
export function stageFor({ id, stages }: Pipeline, status: DealEntry['status']): Stage {
  const fits = {
    open: ({ isClosed }: Stage) => !isClosed,
    won: ({ isWon }: Stage) => isWon,
    lost: ({ isClosed, isWon }: Stage) => isClosed && !isWon,
  }[status];
  const found = stages.find(fits);
  if (found) return found;
  throw new SinkRefused(
    `the pipeline ${id} of HubSpot has no stage for what is ${status}`,
    'field',
    'dealstage',
  );
}

/** Of an open deal people move the stage; one that is won or lost closes where it is by now. */
function stageOnwards(
  { values }: Found,
  { status }: DealEntry,
  pipelines: readonly Pipeline[],
): Record<string, string> {
  const pipeline = pipelines.find(({ id }) => id === values.pipeline);
  if (status === 'open' || pipeline === undefined) return {};
  const closed = stageFor(pipeline, status);
  const current = pipeline.stages.find(({ id }) => id === values.dealstage);
  // Another stage of theirs may say the same.
  const isThere = current?.isClosed === true && current.isWon === closed.isWon;
  return isThere ? {} : { dealstage: closed.id };
}
