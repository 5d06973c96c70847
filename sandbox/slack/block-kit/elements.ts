import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { limits } from './limits.ts';
import { chars, choice, confirm, option, optionGroup, overflowOption, plainText, url } from './text.ts';

const actionable = { action_id: chars(limits.actionId).optional() };
const confirmable = { confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholdable = { placeholder: plainText(limits.placeholder).optional() };
const picker = { ...actionable, ...confirmable, ...focusable };
const menu = { ...picker, ...placeholdable };
const manyMenu = { ...menu, max_selected_items: z.number().int().min(1).optional() };

const dispatchable = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
    })
    .optional(),
};

const field = { ...actionable, ...focusable, ...placeholdable, ...dispatchable };

export const button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  ...confirmable,
  text: plainText(limits.buttonText),
  value: chars(limits.buttonValue).optional(),
  url: url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: chars(limits.accessibilityLabel).optional(),
});

export const image = z
  .strictObject({
    type: z.literal('image'),
    alt_text: chars(limits.altText),
    image_url: url.optional(),
    slack_file: z.record(z.string(), z.string()).optional(),
  })
  .refine(
    (one) => (one.image_url === undefined) !== (one.slack_file === undefined),
    'needs image_url or slack_file',
  );

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...actionable,
  ...confirmable,
  options: z.array(overflowOption).min(1).max(limits.overflowOptions),
});

const menuOptions = {
  options: z.array(option).min(1).max(limits.selectOptions).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.optionGroups).optional(),
};

type MenuOptions = {
  options?: unknown[] | undefined;
  option_groups?: { options: unknown[] }[] | undefined;
};

function hasOneList(select: MenuOptions): boolean {
  return (select.options === undefined) !== (select.option_groups === undefined);
}

function offers(select: MenuOptions, initial: unknown[]): boolean {
  const offered = [
    ...(select.options ?? []),
    ...(select.option_groups ?? []).flatMap((group) => group.options),
  ];
  return initial.every((one) => offered.some((other) => isDeepStrictEqual(one, other)));
}

function listOf<T>(one: T | undefined): T[] {
  return one === undefined ? [] : [one];
}

const oneList = 'needs either options or option_groups';
const initialOffered = 'initial options must be among the options';

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...menu,
    ...menuOptions,
    initial_option: option.optional(),
  })
  .refine(hasOneList, oneList)
  .refine((one) => offers(one, listOf(one.initial_option)), initialOffered);

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...manyMenu,
    ...menuOptions,
    initial_options: z.array(option).min(1).max(limits.selectOptions).optional(),
  })
  .refine(hasOneList, oneList)
  .refine((one) => offers(one, one.initial_options ?? []), initialOffered);

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...menu,
  initial_user: z.string().optional(),
});

const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...manyMenu,
  initial_users: z.array(z.string()).optional(),
});

const conversation = {
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
};

const respondable = { response_url_enabled: z.boolean().optional() };

const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...menu,
  ...conversation,
  ...respondable,
  initial_conversation: z.string().optional(),
});

const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...manyMenu,
  ...conversation,
  initial_conversations: z.array(z.string()).optional(),
});

const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...menu,
  ...respondable,
  initial_channel: z.string().optional(),
});

const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...manyMenu,
  initial_channels: z.array(z.string()).optional(),
});

const external = { min_query_length: z.number().int().min(0).optional() };

const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...menu,
  ...external,
  initial_option: option.optional(),
});

const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...manyMenu,
  ...external,
  initial_options: z.array(option).optional(),
});

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...menu,
  initial_date: z.iso.date().optional(),
});

const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm')
    .optional(),
  timezone: z.string().optional(),
});

const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...picker,
  initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...picker,
    options: z.array(choice).min(1).max(limits.choices),
    initial_option: choice.optional(),
  })
  .refine((one) => offers(one, listOf(one.initial_option)), initialOffered);

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...picker,
    options: z.array(choice).min(1).max(limits.choices),
    initial_options: z.array(choice).min(1).max(limits.choices).optional(),
  })
  .refine((one) => offers(one, one.initial_options ?? []), initialOffered);

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...field,
  initial_value: chars(limits.inputValue).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(limits.inputValue).optional(),
  max_length: z.number().int().min(1).max(limits.inputValue).optional(),
});

const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...field,
  initial_value: z.string().optional(),
});

const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...field,
  initial_value: z.string().optional(),
});

const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...field,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...field,
  initial_value: z.record(z.string(), z.unknown()).optional(),
});

const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...actionable,
  filetypes: z.array(z.string()).optional(),
  max_files: z.number().int().min(1).max(limits.maxFiles).optional(),
});

const feedbackButton = z.strictObject({
  text: plainText(limits.buttonText),
  accessibility_label: chars(limits.accessibilityLabel).optional(),
  value: chars(limits.buttonValue),
});

const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  ...actionable,
  positive_button: feedbackButton,
  negative_button: feedbackButton,
});

const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  ...actionable,
  ...confirmable,
  icon: z.string(),
  text: plainText(limits.buttonText),
  accessibility_label: chars(limits.accessibilityLabel).optional(),
  value: chars(limits.buttonValue).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
});

const selects = [staticSelect, usersSelect, conversationsSelect, channelsSelect, externalSelect] as const;

const multiSelects = [
  multiStaticSelect,
  multiUsersSelect,
  multiConversationsSelect,
  multiChannelsSelect,
  multiExternalSelect,
] as const;

const pickers = [datepicker, timepicker, radioButtons, checkboxes] as const;

export const sectionAccessory = z.discriminatedUnion('type', [
  button,
  image,
  overflow,
  ...selects,
  ...multiSelects,
  ...pickers,
]);

export const actionsElement = z.discriminatedUnion('type', [
  button,
  overflow,
  datetimepicker,
  richTextInput,
  ...selects,
  ...multiSelects,
  ...pickers,
]);

export const contextAction = z.discriminatedUnion('type', [feedbackButtons, iconButton]);

const inputs = [
  plainTextInput,
  emailInput,
  urlInput,
  numberInput,
  richTextInput,
  datetimepicker,
  ...selects,
  ...multiSelects,
  ...pickers,
] as const;

export const inputElement = z.discriminatedUnion('type', [...inputs]);

/** Files can only be asked for in a modal. */
export const modalInputElement = z.discriminatedUnion('type', [...inputs, fileInput]);
