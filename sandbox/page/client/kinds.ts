/** Everything of Block Kit that the page draws: a test holds these lists against what the stand-in Slack accepts. */

export const BLOCKS = [
  'actions',
  'alert',
  'card',
  'carousel',
  'container',
  'context',
  'context_actions',
  'data_table',
  'data_visualization',
  'divider',
  'header',
  'image',
  'input',
  'markdown',
  'rich_text',
  'section',
  'table',
  'video',
] as const;
export type BlockKind = (typeof BLOCKS)[number];

export const ELEMENTS = [
  'button',
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'external_select',
  'feedback_buttons',
  'file_input',
  'icon_button',
  'image',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'number_input',
  'overflow',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'static_select',
  'timepicker',
  'url_text_input',
  'users_select',
] as const;
export type ElementKind = (typeof ELEMENTS)[number];

export const isBlockKind = (type: unknown): type is BlockKind =>
  typeof type === 'string' && (BLOCKS as readonly string[]).includes(type);

export const isElementKind = (type: unknown): type is ElementKind =>
  typeof type === 'string' && (ELEMENTS as readonly string[]).includes(type);
