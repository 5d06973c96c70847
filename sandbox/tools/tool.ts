import { createHmac } from 'node:crypto';
import type { System } from '#domain/systems.ts';

/** What a delivery says; `wrong` has it say something that cannot be read in a field nobody needs. */
export type Said = {
  id: string;
  /** Which record, profile or visitor of the tool it is about; the first where nothing is said. */
  record?: string;
  email?: string;
  name?: string;
  phone?: string;
  title?: string;
  company?: string;
  industry?: string;
  employees?: number;
  country?: string;
  /** What they answered to a question of the form's own. */
  answer?: string;
  /** Where the tool tells of what somebody did: what that is called there. */
  event?: string;
  /** When a meeting that is booked begins. */
  startsAt?: string;
  at?: unknown;
  isWrong?: boolean;
};

export type Sent = { path?: string; headers: Record<string, string>; body: string };

/** When, by what and to which address something is sent. */
export type Sending = { at: Date; secret: string; url: string };

/** A tool as it sends: what it says of one person, and how it proves it. */
export type Tool = {
  format: System;
  auth?: object;
  /** The body it sends for this. */
  says: (said: Said) => string;
  /** The same with its proof. */
  sends: (body: string, sending: Sending) => Sent;
  /** How it writes when something happened; as ISO has it where nothing is said. */
  writesTime?: (at: Date) => unknown;
  /** Another event of it, of which nothing is read. */
  unknown?: string;
  /** Whether what it signs has a time. */
  isTimed?: boolean;
  /** Whether it says when something happened. */
  tellsTime?: boolean;
  /** Several of its bodies in one delivery. */
  batches?: (bodies: readonly string[]) => string;
};

export const QUESTION = 'What should get better?';
const WRONG_SIZE = 'about fifty';
const FIRST_RECORD = '1';

export const json = (value: unknown): string => JSON.stringify(value);
export const JSON_TYPE = { 'content-type': 'application/json' };

export const keyed = (algorithm: string, secret: string, text: string, encoding: 'hex' | 'base64') =>
  createHmac(algorithm, secret).update(text).digest(encoding);

export const bearer: Tool['sends'] = (body, { secret }) => ({
  headers: { ...JSON_TYPE, authorization: `Bearer ${secret}` },
  body,
});

export const split = (name = 'Grace Hopper') => {
  const [first = '', ...last] = name.split(' ');
  return { first, last: last.join(' ') };
};

/** How many they are, which is the field that may be wrong. */
export const sizeOf = ({ employees, isWrong }: Said): number | string | undefined =>
  isWrong ? WRONG_SIZE : employees;

export const recordOf = ({ record = FIRST_RECORD }: Said): string => record;

/** As servers and databases write a time. */
export const plainTime = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');
