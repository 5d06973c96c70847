/** A person and a company that do not exist. */
export type Somebody = {
  firstName: string;
  lastName: string;
  email: string;
  company: string;
  domain: string;
};

const FIRST_NAMES = ['Hugo', 'Rosa', 'Noor', 'Ivo', 'Maya', 'Emil', 'Zoe', 'Tariq', 'Ines', 'Oskar', 'Lin'];
const LAST_NAMES = [
  'Brandt',
  'Klein',
  'Haddad',
  'Petrov',
  'Lindholm',
  'Moreau',
  'Sato',
  'Okonkwo',
  'Vidal',
  'Jansen',
];
const COMPANIES = [
  'Umbrella',
  'Hooli',
  'Vandelay',
  'Stark Tools',
  'Soylent',
  'Initech',
  'Wernham',
  'Cyberdyne',
  'Tyrell',
];

/** The nth of them: nobody comes twice, and nobody else works at their company. */
export function inventSomebody(n: number): Somebody {
  const pick = (list: readonly string[]) => list[n % list.length] ?? '';
  const round = Math.floor(n / COMPANIES.length);
  const firstName = pick(FIRST_NAMES);
  const company = round === 0 ? pick(COMPANIES) : `${pick(COMPANIES)} ${round + 1}`;
  return { firstName, lastName: pick(LAST_NAMES), company, ...addressAt(firstName, company) };
}

export function addressAt(firstName: string, company: string): { email: string; domain: string } {
  const domain = `${slug(company) || 'company'}.example`;
  return { email: `${slug(firstName) || 'somebody'}@${domain}`, domain };
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
