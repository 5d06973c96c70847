import { signed } from '#sandbox/signed-delivery.ts';
import { COUNTRIES } from './settings.ts';

const DIGITS = 6;

/** The sender's own id of a delivery: the same on every repetition. */
export const deliveryId = (no: number): string => `bench-${nameOf(no)}`;

export const emailOf = (no: number): string => `lead@bench${nameOf(no)}.example`;

/** A qualified lead of a company of its own, signed as a sender does it. */
export function signedLead(no: number, at: Date): RequestInit {
  const name = nameOf(no);
  const lead = {
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
  return signed(JSON.stringify(lead), deliveryId(no), at);
}

/** The lead a card shows; null when the text is no card of ours. */
export function leadIn(text: string): number | null {
  const found = /Bench (\d{6})/.exec(text);
  return found ? Number(found[1]) : null;
}

const nameOf = (no: number): string => String(no).padStart(DIGITS, '0');
