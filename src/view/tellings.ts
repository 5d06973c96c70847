import type { Db } from '#db/db.ts';
import { type Telling, tellingsOf } from '#db/deliveries.ts';
import type { LeadRow } from '#db/leads.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { isWrittenAlike, statedName } from '#domain/person-names.ts';
import type { Settings } from '#domain/settings.ts';
import { sourceName } from '#domain/team.ts';
import type { TellingModel } from './models.ts';

const NOTES = {
  challenge: 'Challenge',
  timeline: 'Timeline',
  budget: 'Budget',
  stakeholders: 'Stakeholders',
  notes: 'Notes',
} as const;

/** Who told what of a lead, the oldest first. */
export const loadTellings = async (db: Db, settings: Settings, lead: LeadRow): Promise<TellingModel[]> =>
  tellingModels(settings, await tellingsOf(db, lead.id));

/** What was told in the same words stands once. */
export function tellingModels(settings: Settings, rows: readonly Telling[]): TellingModel[] {
  const tellings = rows.map(({ sourceId, told, at }) => ({
    name: statedName(told),
    sourceName: sourceName(settings, sourceId),
    at: told.occurred_at && new Date(told.occurred_at) < at ? new Date(told.occurred_at) : at,
    contact: [told.account.name, told.person.email, told.person.phone].flatMap((part) => part?.trim() || []),
    notes: notesIn(told),
  }));
  const inWords = new Map(tellings.map((one) => [JSON.stringify([one.name, one.contact, one.notes]), one]));
  return [...inWords.values()];
}

/** What somebody wrote of their own accord, field by field. */
export function notesIn({ discovery }: CanonicalLead): TellingModel['notes'] {
  const fields = Object.entries(NOTES).flatMap(([key, label]) => {
    const text = discovery?.[key as keyof typeof NOTES]?.trim();
    return text ? [{ label, text }] : [];
  });
  const answers = (discovery?.answers ?? []).map(({ question, answer }) => ({
    label: question,
    text: answer,
  }));
  return [...fields, ...answers];
}

/** What else somebody called themselves than the name they are known by, the latest first. */
export function otherNames(name: string, tellings: readonly TellingModel[]): string[] {
  const others: string[] = [];
  for (const { name: other } of tellings.toReversed()) {
    if (other !== null && ![name, ...others].some((known) => isWrittenAlike(known, other)))
      others.push(other);
  }
  return others;
}

/** What a card has to tell apart: notes of more than one telling, or those of somebody who called themselves otherwise. */
export function toTellApart(tellings: readonly TellingModel[]): TellingModel[] {
  const noted = tellings.filter(({ notes }) => notes.length > 0);
  const names = new Set(tellings.map(({ name }) => name));
  return noted.length > 1 || names.size > 1 ? noted : [];
}
