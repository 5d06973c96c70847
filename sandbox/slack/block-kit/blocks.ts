import { z } from 'zod';
import {
  actionsElement,
  button,
  contextAction,
  image,
  inputElement,
  modalInputElement,
  sectionAccessory,
} from './elements.ts';
import { dataTableOf, dataVisualizationOf } from './figures.ts';
import { limits } from './limits.ts';
import { anyText, chars, mrkdwn, plainText, rawNumber, rawText, url } from './text.ts';

const identified = { block_id: chars(limits.blockId).optional() };

const actions = z.strictObject({
  type: z.literal('actions'),
  ...identified,
  elements: z.array(actionsElement).min(1).max(limits.actionsElements),
});

const context = z.strictObject({
  type: z.literal('context'),
  ...identified,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(limits.text), mrkdwn(limits.text), image]))
    .min(1)
    .max(limits.contextElements),
});

const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...identified,
  elements: z.array(contextAction).min(1).max(limits.contextActions),
});

const divider = z.strictObject({ type: z.literal('divider'), ...identified });

const header = z.strictObject({
  type: z.literal('header'),
  ...identified,
  text: plainText(limits.header),
});

const imageBlock = z
  .strictObject({
    ...image.shape,
    ...identified,
    title: plainText(limits.imageTitle).optional(),
  })
  .refine(
    (one) => (one.image_url === undefined) !== (one.slack_file === undefined),
    'needs image_url or slack_file',
  );

const inputFrame = {
  type: z.literal('input'),
  ...identified,
  label: plainText(limits.inputLabel),
  hint: plainText(limits.inputHint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
};

const input = z.strictObject({ ...inputFrame, element: inputElement });

const modalInput = z.strictObject({ ...inputFrame, element: modalInputElement });

const section = z
  .strictObject({
    type: z.literal('section'),
    ...identified,
    text: anyText(limits.text).optional(),
    fields: z.array(anyText(limits.sectionField)).min(1).max(limits.sectionFields).optional(),
    accessory: sectionAccessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((one) => one.text !== undefined || one.fields !== undefined, 'needs text or fields');

const markdown = z.strictObject({ type: z.literal('markdown'), ...identified, text: chars(limits.markdown) });

const richTextLeaf = z
  .looseObject({
    type: z.enum([
      'text',
      'link',
      'user',
      'usergroup',
      'channel',
      'emoji',
      'broadcast',
      'date',
      'color',
      'team',
    ]),
  })
  .refine(
    (one) => one.type !== 'text' || (typeof one.text === 'string' && one.text.length > 0),
    'text must be filled',
  );

const richTextRun = z.looseObject({
  type: z.enum(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']),
  elements: z.array(richTextLeaf),
});

const richTextList = z.looseObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(richTextRun).min(1),
});

const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...identified,
  elements: z.array(z.union([richTextRun, richTextList])).min(1),
});

const cell = z.discriminatedUnion('type', [rawText, rawNumber, richText]);

const rowOfCells = z.array(cell).min(1).max(limits.tableColumns);

const rows = z.array(rowOfCells).min(1).max(limits.tableRows);

const table = z.strictObject({
  type: z.literal('table'),
  ...identified,
  rows,
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(['left', 'center', 'right']).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(limits.tableColumns)
    .optional(),
});

const dataTable = dataTableOf(rowOfCells, identified);

const dataVisualization = dataVisualizationOf(identified);

const card = z
  .strictObject({
    type: z.literal('card'),
    ...identified,
    hero_image: image.optional(),
    icon: image.optional(),
    title: mrkdwn(limits.cardLine).optional(),
    subtitle: mrkdwn(limits.cardLine).optional(),
    body: mrkdwn(limits.cardBody).optional(),
    actions: z.array(button).optional(),
  })
  .refine(
    (one) => one.hero_image ?? one.title ?? one.actions ?? one.body,
    'needs hero_image, title, actions or body',
  );

const carousel = z.strictObject({
  type: z.literal('carousel'),
  ...identified,
  elements: z.array(card).min(1).max(limits.carouselCards),
});

const container = z
  .strictObject({
    type: z.literal('container'),
    ...identified,
    title: plainText(limits.cardLine).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(limits.cardLine).optional(),
    child_blocks: z
      .array(
        z.discriminatedUnion('type', [
          actions,
          context,
          divider,
          header,
          imageBlock,
          input,
          richText,
          section,
          table,
        ]),
      )
      .min(1)
      .max(limits.containerBlocks),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: image.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine(
    (one) => one.title !== undefined || one.rich_text_title !== undefined,
    'needs title or rich_text_title',
  );

const video = z.strictObject({
  type: z.literal('video'),
  ...identified,
  video_url: url,
  thumbnail_url: url,
  alt_text: chars(limits.altText),
  title: plainText(199),
  title_url: url.optional(),
  author_name: chars(49).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: url.optional(),
  description: plainText(limits.text).optional(),
});

const alert = z.strictObject({
  type: z.literal('alert'),
  ...identified,
  text: anyText(limits.alert),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const everywhere = [actions, context, divider, header, imageBlock, richText, section, video] as const;

/** `file`, `task_card` and `plan` are left out: nothing of ours may send them. */
export const messageBlock = z.discriminatedUnion('type', [
  ...everywhere,
  input,
  contextActions,
  markdown,
  table,
  dataTable,
  dataVisualization,
  card,
  carousel,
  container,
]);

export const modalBlock = z.discriminatedUnion('type', [...everywhere, modalInput, alert]);

export const homeBlock = z.discriminatedUnion('type', [...everywhere, input]);
