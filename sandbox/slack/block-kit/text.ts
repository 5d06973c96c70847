import { z } from 'zod';
import { lengthOf } from '../json.ts';
import { limits } from './limits.ts';

/** Text of 1 to `max` characters. */
export function chars(max: number) {
  return z.string().superRefine((text, context) => {
    if (text.length === 0) context.addIssue({ code: 'custom', message: 'must be more than 0 characters' });
    if (lengthOf(text) > max)
      context.addIssue({ code: 'custom', message: `must be less than ${max + 1} characters` });
  });
}

export function plainText(max: number) {
  return z.strictObject({ type: z.literal('plain_text'), text: chars(max), emoji: z.boolean().optional() });
}

export function mrkdwn(max: number) {
  return z.strictObject({ type: z.literal('mrkdwn'), text: chars(max), verbatim: z.boolean().optional() });
}

export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export const url = chars(limits.url).refine((text) => URL.canParse(text), 'invalid url');

export const confirm = z.strictObject({
  title: plainText(limits.confirmTitle).optional(),
  text: anyText(limits.confirmText),
  confirm: plainText(limits.confirmButton).optional(),
  deny: plainText(limits.confirmButton).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionRest = {
  value: chars(limits.optionValue),
  description: plainText(limits.optionDescription).optional(),
};

/** An option of a select menu. */
export const option = z.strictObject({ text: plainText(limits.optionText), ...optionRest });

/** An option of radio buttons or checkboxes: its text may be mrkdwn. */
export const choice = z.strictObject({
  text: anyText(limits.optionText),
  value: chars(limits.optionValue),
  description: anyText(limits.optionDescription).optional(),
});

export const overflowOption = z.strictObject({
  text: plainText(limits.optionText),
  ...optionRest,
  url: url.optional(),
});

export const optionGroup = z.strictObject({
  label: plainText(limits.optionText),
  options: z.array(option).min(1).max(limits.selectOptions),
});

export const rawText = z.strictObject({ type: z.literal('raw_text'), text: chars(limits.text) });

export const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: chars(limits.text),
});
