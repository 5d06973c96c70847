import * as z from 'zod';
import { OUTCOME_STAGES, OUTCOME_STATUSES, OUTCOME_TYPES } from './outcome-types.ts';
import { envName, id, text } from './settings-shapes.ts';
import { BY_HAND, SINK_FIELD_KEYS, SINK_SYSTEMS } from './sink-systems.ts';

/** Where outcomes are written, how that tool is asked, and what of it stands where there. */

const name = z.string().min(1).max(200);

/** On which ground an ad platform may learn what became of a lead. */
export const CONVERSION_BASES = ['consent', 'legitimate_interest', 'contract'] as const;

const sinkSchema = z.strictObject({
  id,
  to: z.enum(SINK_SYSTEMS),
  token_env: envName.optional(),
  client_id_env: envName.optional(),
  client_secret_env: envName.optional(),
  base_url: z
    .url({ protocol: /^https?$/, error: 'an address such as https://acme.my.salesforce.com' })
    .optional(),
  /** Of an address that is itself a secret. */
  url_env: envName.optional(),
  /** By which what is sent is signed; with more than one, by each. */
  secret_env: z.array(envName).min(1, 'at least one environment variable name').optional(),
  /** Whether an address inside the own network may be told. */
  allow_private: z.boolean().default(false),
  /** Of what it is told; absent of everything it has a place for. */
  events: z.array(z.enum(OUTCOME_TYPES)).min(1).optional(),
  /** Fields of the tool by what they show; null leaves one out. */
  fields: z.partialRecord(z.enum(SINK_FIELD_KEYS), name.nullable()).default({}),
  /** What the tool calls a status or a stage. */
  words: z
    .strictObject({
      status: z.partialRecord(z.enum(OUTCOME_STATUSES), name).default({}),
      stage: z.partialRecord(z.enum(OUTCOME_STAGES), name).default({}),
    })
    .prefault({}),
  /** What stands in the history of the record. */
  log: z.enum(['note', 'task', 'none']).default('note'),
  /** Whether deals are made and closed. */
  deals: z.boolean().default(false),
  /** Whether the tool stops writing to somebody whose sales are over, or begun. */
  finish: z.boolean().default(false),
  /** Whether a stage may go back. */
  stage_backwards: z.boolean().default(false),
  by_hand: z.partialRecord(z.enum(SINK_FIELD_KEYS), z.enum(BY_HAND)).default({}),
  /** Only of leads of these sources, and on which ground. */
  from: z.array(z.strictObject({ source: id, basis: z.enum(CONVERSION_BASES) })).optional(),
  /** What a conversion is called there, by outcome. */
  actions: z.partialRecord(z.enum(OUTCOME_TYPES), name).default({}),
  /** What only this tool knows, such as a pipeline. */
  options: z.record(z.string(), text).default({}),
  /** Says what it would write, and writes nothing, whatever was approved. */
  dry: z.boolean().default(false),
});
export type SinkSettings = z.output<typeof sinkSchema>;

export const sinksSettings = z.array(sinkSchema).default([]);
