import { signed } from '#sandbox/signed-delivery.ts';
import { COUNTRIES, PAGE } from './settings.ts';

const DIGITS = 6;

/** The sender's own id of a delivery: the same on every repetition. */
export const deliveryId = (no: number): string => `bench-${nameOf(no)}`;

export const emailOf = (no: number): string => `lead@bench${nameOf(no)}.example`;

/** A qualified lead of a company of its own, signed as a sender does it. */
export const signedLead = (no: number, at: Date): RequestInit =>
  signed(JSON.stringify(leadNo(no)), deliveryId(no), at);

/** The same as a visitor's page sends it. */
export const formOf = (no: number): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: PAGE },
  body: JSON.stringify(leadNo(no)),
});

function leadNo(no: number): object {
  const name = nameOf(no);
  return {
    person: {
      full_name: `Lead ${name}`,
      email: emailOf(no),
      title: 'Head of Operations',
      country: COUNTRIES[no % COUNTRIES.length],
    },
    account: { name: `Bench ${name}`, domain: `bench${name}.example`, industry: 'software', employees: 420 },
    channel: 'demo_request',
    campaign: { name: 'Bench' },
  };
}

/** The lead a card shows; null when the text is no card of ours. */
export function leadIn(text: string): number | null {
  const found = /Bench (\d{6})/.exec(text);
  return found ? Number(found[1]) : null;
}

const nameOf = (no: number): string => String(no).padStart(DIGITS, '0');
