import type { MirrorSystem } from '#domain/mirror-systems.ts';
import type { ToldFields } from '#domain/own-writes.ts';
import type { OwnAuth, Source, SourceAuth } from '#domain/settings.ts';
import type { Api, ApiOf } from './api.ts';
import type { Parsed } from './json.ts';

/** What a tool of the field is to us: how it proves itself, how its deliveries are read, and what it is answered. */
export type Adapter = {
  /** Its own way to prove who sent a delivery, for `auth: {type: own}`. */
  proof: (own: OwnAuth) => Proof;
  /** Which choices of `auth: {type: own}` its way cannot do without. */
  needs?: readonly ('user' | 'organization' | 'verify_env')[];
  /** Where it is asked for the rest of what it names only, and as whom. */
  api?: ApiOf;
  /** The answer to what it asks before the first delivery; null where nobody may be answered. */
  handshake?: (query: URLSearchParams, secrets: HandshakeSecrets) => Answer | null;
  /** Reads what is neither JSON nor a form; null for what is one of them. */
  parse?: (body: Buffer) => Parsed | null;
  /** Never throws for what a sender wrote. */
  read: (body: unknown, reading: Reading) => Found[] | Promise<Found[]>;
  /**
   * Keeps subscriptions of the source alive that end by themselves, and answers when the first of them ends; null where there
   * is none. Call it every hour.
   */
  renew?: (api: Api, of: { sourceId: string; now: Date }) => Promise<Date | null>;
  /** What is said once a delivery is stored, where the tool does not take any 200; null for what is said to all. */
  answer?: (received: { value: unknown; repeated: boolean; now: Date }) => Answer | null;
};

/** How a delivery proves itself, worked out from the settings. */
export type Proof =
  | Exclude<SourceAuth, OwnAuth>
  /** Over method, address, body and time; `older`: also over less. */
  | { type: 'hubspot'; older: boolean }
  /** A token in the path, and the organization in each message. */
  | { type: 'salesforce'; organization: string; secret_sha256?: string[] | undefined };

/** One that is worked out at once. */
export type PlainProof = Exclude<Proof, { type: 'jwt' }>;

export type HandshakeSecrets = { secrets: readonly string[]; verify: readonly string[] };

export type Reading = {
  settings: Source;
  receivedAt: Date;
  /** Asks the tool; null where the settings have no token for that. */
  api: Api | null;
};

/**
 * One thing in a delivery: `lead` says what stands where, in whatever way it is written; what is ignored is an event that
 * says nothing of a lead; a problem is one where something should be said and is not. `fields` say what changed there.
 */
export type Found = { item: unknown; accounts?: AccountNews; fields?: ToldFields | undefined } & (
  | { lead: Record<string, unknown> }
  | { ignored: string }
  | { problem: string }
);

/** Records of companies that a CRM told to have changed, or to be no more: they are to be looked at again. */
export type AccountNews = { system: MirrorSystem; ids: string[] };

const LONGEST_ID = 64;

/** An event that is about companies alone. */
export const accountsChanged = (
  item: unknown,
  system: MirrorSystem,
  ids: readonly (string | undefined)[],
): Found => ({
  item,
  accounts: { system, ids: ids.flatMap((id) => (id && id.length <= LONGEST_ID ? [id] : [])) },
  ignored: 'an account changed, and no accounts of this CRM are mirrored: docs/accounts.md',
});

/** An HTTP answer: an object is sent as JSON. */
export type Answer = { status: number } & (
  | { body: Record<string, unknown> }
  | { text: string; contentType: string }
);

/** A signature over the body, and over whatever else the recipe names. */
export function signature(
  recipe: Partial<Extract<SourceAuth, { type: 'hmac' }>>,
): (own: OwnAuth) => Extract<SourceAuth, { type: 'hmac' }> {
  return ({ secret_env = [] }) => ({
    ...{ type: 'hmac', secret_env, algorithm: 'sha256', encoding: 'hex', prefix: '', template: '{body}' },
    tolerance: { unit: 'minutes', amount: 5 },
    ...recipe,
  });
}

/** What people call an event that is not read here, without quoting a stranger at length. */
export const unknownEvent = (item: unknown, name: string | undefined): Found => ({
  item,
  ignored:
    name === undefined
      ? 'an event without a name'
      : `the event ${name.slice(0, 60).toWellFormed()} is not read here`,
});
