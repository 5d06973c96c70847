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
  /** Of charts (`data_visualization`). The page says 6 series; two adapters found that a message takes 2 charts. */
  chartTitle: 50,
  chartAxis: 50,
  chartLabel: 20,
  chartCategories: 20,
  chartSeries: 6,
  messageCharts: 2,
  /** Of tables (`data_table`): rows below the header, and characters in the cells of all tables of a message. */
  tableRows: 100,
  tableColumns: 20,
  tablesText: 10_000,
} as const;

/** How much of each text we show, so that a first screen stays one screen. */
export const shown = {
  name: 60,
  words: 80,
  sentence: 300,
  note: 300,
  paragraph: 1_000,
  choices: 500,
  /** A table with more rows turns pages. */
  tableRows: 10,
  cell: 60,
  caption: 150,
  /** Four of these fit a section. */
  sectionLink: 650,
  /** Longer links stay words in the fallback text, which has 4,000 characters for everything. */
  fallbackLink: 200,
} as const;
