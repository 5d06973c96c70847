import { z } from 'zod';
import { elementsIn } from '../elements.ts';
import { type Json, lengthOf, records, textOf } from '../json.ts';
import { homeBlock, messageBlock, modalBlock } from './blocks.ts';
import { problemsOfFigures } from './figures.ts';
import { limits } from './limits.ts';
import { plainText } from './text.ts';

const messageBlocks = z.array(messageBlock).max(limits.messageBlocks).superRefine(checkTogether);

const view = {
  private_metadata: z.string().max(limits.privateMetadata).optional(),
  callback_id: z.string().max(limits.callbackId).optional(),
  external_id: z.string().max(limits.externalId).optional(),
};

const modalView = z
  .strictObject({
    type: z.literal('modal'),
    ...view,
    title: plainText(limits.viewTitle),
    submit: plainText(limits.viewButton).optional(),
    close: plainText(limits.viewButton).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    blocks: z.array(modalBlock).max(limits.viewBlocks).superRefine(checkTogether),
  })
  .refine((one) => one.submit || !one.blocks.some((block) => block.type === 'input'), {
    message: 'missing required field: submit',
  });

const homeView = z.strictObject({
  type: z.literal('home'),
  ...view,
  blocks: z.array(homeBlock).max(limits.viewBlocks).superRefine(checkTogether),
});

/** What is wrong with the blocks of a message, each as Slack puts it: a sentence and a JSON pointer. */
export function problemsOfBlocks(blocks: unknown): string[] {
  return problems(messageBlocks, blocks, '/blocks');
}

/** What is wrong with a view, in the same words. */
export function problemsOfView(given: unknown, type: 'modal' | 'home'): string[] {
  return problems(type === 'modal' ? modalView : homeView, given, '/view');
}

export function isViewTooLarge(given: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(given) ?? '') > limits.viewBytes;
}

/**
 * Slack refuses a message whose blocks hold too much text together. The limit is on no page; bolt-js issues 2509 and
 * 2867 put it at about 12,000 characters.
 */
export function hasTooMuchText(blocks: Json[]): boolean {
  return textLength(blocks) > limits.messageBlocksText;
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? lengthOf(inner) : textLength(inner)),
    0,
  );
}

function checkTogether(blocks: unknown[], context: z.RefinementCtx<unknown[]>): void {
  const all = records(blocks);
  const seen = new Set<string>();
  all.forEach((block, index) => {
    const id = textOf(block.block_id);
    if (id && seen.has(id)) {
      context.addIssue({ code: 'custom', path: [index, 'block_id'], message: `duplicate block_id: ${id}` });
    }
    seen.add(id);
    for (const actionId of repeated(elementsIn([block]).map(({ element }) => textOf(element.action_id)))) {
      context.addIssue({ code: 'custom', path: [index], message: `duplicate action_id: ${actionId}` });
    }
  });
  const focused = elementsIn(all).filter(({ element }) => element.focus_on_load === true);
  if (focused.length > 1)
    context.addIssue({ code: 'custom', message: 'only one element may have focus_on_load' });
  if (all.filter((block) => block.type === 'table').length > 1) {
    context.addIssue({ code: 'custom', message: 'only_one_table_allowed' });
  }
  for (const message of problemsOfFigures(all)) context.addIssue({ code: 'custom', message });
}

function repeated(ids: string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

function problems(schema: z.ZodType, given: unknown, pointer: string): string[] {
  const result = schema.safeParse(given, { error: inSlacksWords });
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const isMissing = issue.message.startsWith('missing required field');
    const isOnParent = isMissing && issue.code === 'invalid_type';
    const path = isOnParent ? issue.path.slice(0, -1) : issue.path;
    return `${issue.message} [json-pointer:${[pointer, ...path.map(String)].join('/')}]`;
  });
}

const inSlacksWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `missing required field: ${String(issue.path?.at(-1))}`
        : `must be a valid ${issue.expected}`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return issue.input === undefined
        ? `missing required field: ${String(issue.path?.at(-1))}`
        : `must be a valid enum value: ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return `unsupported type: ${unsupportedType(issue.input)}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : issue.origin === 'array'
          ? `no more than ${issue.maximum} items allowed`
          : `must be at most ${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `no less than ${issue.minimum} items allowed`
        : `must be at least ${issue.minimum}`;
    default:
      return undefined;
  }
};

function unsupportedType(input: unknown): string {
  return typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : 'undefined';
}
