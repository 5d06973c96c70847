import { limits } from '../block-kit/limits.ts';
import { hasTooMuchText, problemsOfBlocks } from '../block-kit/validate.ts';
import { isJson, type Json, lengthOf, records, textOf } from '../json.ts';
import { type Failure, failure, invalid } from './method.ts';

/** What a message is to say. `undefined` means that the caller did not mention it. */
export type Content = {
  text: string | undefined;
  blocks: Json[] | undefined;
  attachments: Json[] | undefined;
  metadata: Json | undefined;
};

export function readContent(args: Json): Content | Failure {
  const { blocks, metadata } = args;
  if (blocks !== undefined && !Array.isArray(blocks)) return failure('invalid_blocks_format');
  const problems = blocks === undefined ? [] : problemsOfBlocks(blocks);
  if (problems.length > 0) return invalid('invalid_blocks', problems);
  if (hasTooMuchText(records(blocks))) return failure('msg_blocks_too_long');
  const text = args.text === undefined ? undefined : textOf(args.text);
  // The documented 40,000 is history: Slack answers this from about 4,000 on (seratch/ChatGPT-in-Slack#102).
  if (lengthOf(text ?? '') > limits.messageText) return failure('msg_too_long');
  if (metadata !== undefined && !isMetadata(metadata)) return failure('invalid_metadata_format');
  return {
    text,
    blocks: blocks === undefined ? undefined : records(blocks),
    attachments: args.attachments === undefined ? undefined : records(args.attachments),
    metadata: isJson(metadata) ? metadata : undefined,
  };
}

export function saysNothing(content: Content): boolean {
  return !content.text && !content.blocks?.length && !content.attachments?.length;
}

// An empty object is how an update takes metadata away.
function isMetadata(value: unknown): boolean {
  if (!isJson(value)) return false;
  if (Object.keys(value).length === 0) return true;
  if (!/^\w{1,255}$/.test(textOf(value.event_type)) || !isJson(value.event_payload)) return false;
  return Object.values(value.event_payload).every((one) => isScalar(one) || isFlat(one));
}

function isFlat(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isScalar);
  return isJson(value) && Object.values(value).every(isScalar);
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
