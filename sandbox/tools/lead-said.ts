import type { Somebody } from '../somebody.ts';
import type { Said, Tool } from './tool.ts';

const FIRST_ID = 70_000;
const TWO_DAYS_MS = 2 * 86_400_000;

/** What this tool says of somebody who asks for a demo, as the nth of its leads. */
export function leadSaid(tool: Tool, who: Somebody, nth: number, now: Date): Said {
  return {
    id: String(FIRST_ID + nth),
    record: String(nth),
    email: who.email,
    name: `${who.firstName} ${who.lastName}`,
    phone: `+49 30 5550${String(nth).padStart(3, '0')}`,
    title: 'Head of Operations',
    company: who.company,
    industry: 'software',
    employees: 240,
    country: 'DE',
    answer: 'Leads wait too long for the first call',
    event: 'Demo Requested',
    startsAt: new Date(now.getTime() + TWO_DAYS_MS).toISOString(),
    at: tool.writesTime?.(now) ?? now.toISOString(),
  };
}
