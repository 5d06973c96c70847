import type { ActionsBlockElement } from '@slack/types';
import type { CardModel, SameCompanyModel } from '#src/view/models.ts';
import { button } from './elements.ts';
import { formatAccount, formatValue, ids } from './ids.ts';
import { shown } from './limits.ts';
import { boldStranger, type Line, stranger } from './lines.ts';

/** Asks whether a lead's company is one of the CRM's, of nearly the same name; after a Yes it can be taken back. */
export function sameCompanyLine({
  name,
  domain,
  systemName,
  ownerName,
  isConfirmed,
}: SameCompanyModel): Line {
  const where: Line = [
    ' (',
    ...(domain === null ? [] : [stranger(domain, shown.name), ', ']),
    stranger(systemName, shown.name),
    ...(ownerName === null ? [] : [', owner ', stranger(ownerName, shown.name)]),
    ')',
  ];
  return isConfirmed
    ? ['Counts as ', boldStranger(name, shown.name), ...where, ', as somebody here said.']
    : ['Same company as ', boldStranger(name, shown.name), ...where, '?'];
}

export function sameCompanyButtons(
  card: Pick<CardModel, 'handoffId' | 'seen'>,
  { name, record, isConfirmed }: SameCompanyModel,
): ActionsBlockElement[] {
  const value = formatValue({ ...card, choice: formatAccount(record) });
  const no = isConfirmed
    ? { text: 'Not the same', spoken: `Not the same company as ${name}` }
    : { text: 'No', spoken: `No, another company than ${name}` };
  const other = button({ id: ids.otherCompany, ...no, value, style: 'plain' });
  if (isConfirmed) return [other];
  const yes = { text: 'Yes', spoken: `Yes, the same company as ${name}` };
  return [button({ id: ids.sameCompany, ...yes, value, style: 'plain' }), other];
}

/** What whoever answered is told. */
export function sameCompanyAnswered(answer: {
  isSame: boolean;
  name: string;
  systemName: string;
  ownerName: string | null;
  isOwners: boolean;
}): Line {
  const { isSame, name, systemName, ownerName, isOwners } = answer;
  if (!isSame) return ['Noted: not ', stranger(name, shown.name), '. You are not asked about it again.'];
  return [
    'Noted: the same company as ',
    stranger(name, shown.name),
    '. What ',
    stranger(systemName, shown.name),
    ' says of it counts for this lead now.',
    ...(ownerName === null || isOwners
      ? []
      : [
          ' Its owner there is ',
          stranger(ownerName, shown.name),
          ': the lead stays where it is until somebody reassigns it.',
        ]),
  ];
}
