/** Slack's limits, by their names in the Block Kit reference. Where SDK and site differ, the smaller. */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Slack truncates at 40,000; it asks for no more than this. */
  messageText: 4_000,
  headerText: 150,
  sectionText: 3_000,
  /** Not documented for rich text; a section's limit is kept for it. */
  richText: 3_000,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  optionText: 75,
  optionDescription: 75,
  optionValue: 75,
  selectOptions: 100,
  selectOptionGroups: 100,
  optionGroupLabel: 75,
  overflowOptions: 5,
  radioOptions: 10,
  placeholder: 150,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputText: 3_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  modalButton: 24,
  privateMetadata: 3_000,
  callbackId: 255,
  blockId: 255,
  actionId: 255,
  url: 3_000,
} as const;

/** How much of each text we show, so that a first screen stays one screen. */
export const shown = {
  name: 60,
  words: 80,
  sentence: 300,
  note: 300,
  paragraph: 1_000,
  choices: 500,
  /** Four of these fit a section. */
  sectionLink: 650,
  /** Longer links stay words in the fallback text, which has 4,000 characters for everything. */
  fallbackLink: 200,
} as const;
