import type { OutcomeStage, OutcomeStatus, OutcomeType } from '#domain/outcome-types.ts';
import type { SinkSettings } from '#domain/sink-settings.ts';
import type { SinkFieldKey } from '#domain/sink-systems.ts';
import type { AskedAs, SinkApi } from './http.ts';
import type { Sink } from './sink.ts';

type Access = 'token_env' | 'client_id_env' | 'client_secret_env' | 'base_url' | 'url_env' | 'secret_env';

/** How a token is had: it is the secret itself, or bought with one that lasts, or by a client for itself. */
export type Grant = 'none' | 'refresh_token' | 'client_credentials';

/** What is particular of one tool: how it is asked, what it has a place for, and what it calls that. */
export type SinkSystemDefinition = {
  /** How it is asked; absent of a tool that is told at an address of its own. */
  api?: {
    /** Null where every account has one of its own. */
    baseUrl: string | null;
    headers: AskedAs['headers'];
    grant: Grant;
    /** Where tokens are bought. */
    tokensFrom?: (baseUrl: string) => string;
    /** After so many days a refresh token that bought nothing buys nothing more; absent where it always does. */
    tokensLastDays?: number;
    meaning?: AskedAs['meaning'];
  };
  /** What the settings have to say beside `id` and `to`. */
  needs: readonly Access[];
  /** Settings under `options`, and what each is for; of those in `required` none may be missing. */
  options?: Readonly<Record<string, string>>;
  required?: readonly string[];
  /** Whether it has a history of notes or tasks, deals, and sequences that write to people. */
  hasLog: boolean;
  hasDeals: boolean;
  hasSequences: boolean;
  /** How many requests a second an account may be sent. */
  perSecond: number;
  /** Of what it is told, where the settings do not say. */
  events: readonly OutcomeType[];
  /** The types of records that may show a lead, the usual one first; absent of a tool without records. */
  recordTypes?: readonly string[];
  /** Fields of records by what they show. */
  fields: Readonly<Partial<Record<SinkFieldKey, string | null>>>;
  words: {
    status: Readonly<Partial<Record<OutcomeStatus, string>>>;
    stage: Readonly<Partial<Record<OutcomeStage, string>>>;
  };
  /** The tool's stages in their order, so that none goes back. */
  stageOrder: readonly string[];
  open: (api: SinkApi, settings: SinkSettings, secrets: SinkSecrets) => Sink;
};

/** What the settings name in the environment, for tools that sign, or are told at a secret address. */
export type SinkSecrets = { url: string | null; signing: readonly string[]; token: string };
