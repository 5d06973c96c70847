import type { CanonicalLead } from './lead.ts';
import { NOTHING } from './nobody.ts';

type Ref = Pick<CanonicalLead['refs'][number], 'system' | 'type' | 'id'>;

/** Records of companies and of lists, which name none of the people in them. */
export const RECORDS_OF_NOBODY =
  'account company organization organisation campaign list form owner user'.split(' ');
/** Records that several people may stand in. */
export const RECORDS_OF_SEVERAL = 'deal opportunity case ticket'.split(' ');

/** Whom a record in another system names, by its type. */
export function namesWhom({ type, id }: Ref): 'somebody' | 'several' | 'nobody' {
  const isEmpty = /^[\s0\p{P}]*$/u.test(id) || NOTHING.has(id.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  const kind = type.trim().toLowerCase();
  if (isEmpty || RECORDS_OF_NOBODY.includes(kind)) return 'nobody';
  return RECORDS_OF_SEVERAL.includes(kind) ? 'several' : 'somebody';
}

/** A record by its system, type and id, the same in every spelling. */
export function recordKey({ system, type, id }: Ref): string {
  return indexable(`${system.trim().toLowerCase()}:${type.trim().toLowerCase()}:${recordId({ system, id })}`);
}

/** The id of a record as its system's API writes it. */
export const recordId = ({ system, id }: Pick<Ref, 'system' | 'id'>): string =>
  isSalesforce(system) ? salesforceId(id.trim()) : id.trim();

const isSalesforce = (system: string): boolean => {
  const name = system.trim().toLowerCase();
  return name.includes('salesforce') || name === 'sfdc';
};

/** An index row holds 2,700 bytes, and a character is up to three of them. */
const LONGEST = 600;

/** Its two ends and its length tell an id that no index holds from every other. */
function indexable(value: string): string {
  const { length } = value;
  if (length <= LONGEST) return value;
  const half = LONGEST / 2;
  return `${value.slice(0, half)}…${length}…${value.slice(-half)}`.toWellFormed();
}

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const CHUNKS = [0, 5, 10];

/** Salesforce writes an id in 15 characters whose case counts, or with three more that say which of them are capitals. */
function salesforceId(id: string): string {
  if (/^[a-z0-9]{15}$/i.test(id))
    return id + CHUNKS.map((from) => SUFFIX[capitalsIn(id.slice(from, from + 5))]).join('');
  if (!/^[a-z0-9]{15}[a-z0-5]{3}$/i.test(id)) return id;
  const suffix = id.slice(15).toUpperCase();
  const letters = Array.from(id.slice(0, 15), (letter, at) => {
    const capitals = SUFFIX.indexOf(suffix[Math.floor(at / 5)] ?? '');
    return (capitals >> (at % 5)) & 1 ? letter.toUpperCase() : letter.toLowerCase();
  });
  return letters.join('') + suffix;
}

const capitalsIn = (chunk: string): number =>
  Array.from(chunk).reduce((sum, letter, at) => sum + (/[A-Z]/.test(letter) ? 1 << at : 0), 0);
