import { at, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../../http.ts';
import type { DealEntry } from '../../sink.ts';
import { SinkRefused } from '../../trouble.ts';
import { API, ask, query, quoted } from './asking.ts';
import { type Describe, knownFields } from './fields.ts';

/** Opportunities: ours has our mark in its description, by which no query can look, so that those of the account are read. */

const COLUMNS = 'Id, Description, StageName, IsClosed, IsWon, Amount, CloseDate';
const NEWEST = 200;
/** Without a day of its own a deal is expected to be closed by then. */
const USUAL_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

/** Whom and what a deal is about. `converted` is the opportunity that the conversion made. */
export type DealSide = { accountId: string; contactId: string; converted: string | null };

export async function putOpportunity(
  api: SinkApi,
  describe: Describe,
  side: DealSide,
  deal: DealEntry,
  lossField: string | undefined,
): Promise<void> {
  const rows = await query(
    api,
    `SELECT ${COLUMNS} FROM Opportunity WHERE AccountId = ${quoted(side.accountId)} ORDER BY CreatedDate DESC LIMIT ${NEWEST}`,
  );
  const there =
    rows.find((row) => isMarked(row, deal.mark)) ??
    // What the conversion made is ours to tell about, unless it tells about another deal of ours.
    rows.find((row) => textAt(row, 'Id') === side.converted && !/\bhandoff:/.test(descriptionOf(row)));
  const stage = await stageFor(api, deal.status, there);
  const values = {
    ...(there === undefined && {
      AccountId: side.accountId,
      ContactId: side.contactId,
      Name: deal.name.slice(0, 120),
    }),
    ...(stage !== null && { StageName: stage }),
    ...closeDateOf(deal, there, stage !== null),
    ...(deal.amount !== null && at(there, 'Amount') !== deal.amount && { Amount: deal.amount }),
    ...((there === undefined || !isMarked(there, deal.mark)) && {
      Description: [descriptionOf(there), deal.mark].filter((text) => text !== '').join('\n\n'),
    }),
    // Who owns it by now is for people there to say.
    ...(there === undefined && deal.ownerId !== null && { OwnerId: deal.ownerId }),
    ...(deal.status === 'lost' && lossField !== undefined && { [lossField]: deal.lostReason }),
  };
  // An amount without its currency would be so much of another, where an org has several.
  const isMoney = 'Amount' in values && deal.currency !== null;
  const hasCurrencies = isMoney && (await knownFields(describe, 'opportunity')).has('currencyisocode');
  const all = { ...values, ...(hasCurrencies && { CurrencyIsoCode: deal.currency }) };
  if (Object.keys(all).length === 0) return;
  const id = textAt(there, 'Id');
  if (id === undefined) await ask(api, 'POST', `${API}/sobjects/Opportunity`, { body: all });
  else await ask(api, 'PATCH', `${API}/sobjects/Opportunity/${id}`, { body: all });
}

const descriptionOf = (row: unknown): string => textAt(row, 'Description') ?? '';
const isMarked = (row: unknown, mark: string): boolean => descriptionOf(row).split(/\s+/).includes(mark);

/** An open deal stays at the stage where people have it. Null where it stands as it is to stand. */
async function stageFor(api: SinkApi, status: DealEntry['status'], there: unknown): Promise<string | null> {
  const isClosed = at(there, 'IsClosed') === true;
  const isWon = at(there, 'IsWon') === true;
  const stands = there !== undefined && (isClosed ? (isWon ? 'won' : 'lost') : 'open');
  if (stands === status) return null;
  const where = { open: 'IsClosed = false', won: 'IsWon = true', lost: 'IsClosed = true AND IsWon = false' }[
    status
  ];
  const [stage] = await query(
    api,
    `SELECT ApiName, MasterLabel FROM OpportunityStage WHERE IsActive = true AND ${where} ORDER BY SortOrder LIMIT 1`,
  );
  const name = textAt(stage, 'ApiName') ?? textAt(stage, 'MasterLabel');
  if (name === undefined)
    throw new SinkRefused(`Salesforce has no stage of opportunities that are ${status}`, 'request');
  return name;
}

/** A deal that is over was closed on the day it was; one that is made needs some day. */
function closeDateOf(deal: DealEntry, there: unknown, isMoved: boolean): { CloseDate?: string } {
  const usual = new Date(deal.at.getTime() + USUAL_DAYS * DAY_MS);
  const isOver = deal.status !== 'open';
  const day =
    deal.closeOn ?? (isOver && isMoved ? dayOf(deal.at) : there === undefined ? dayOf(usual) : null);
  return day === null || textAt(there, 'CloseDate') === day ? {} : { CloseDate: day };
}

const dayOf = (at_: Date): string => at_.toISOString().slice(0, 10);
