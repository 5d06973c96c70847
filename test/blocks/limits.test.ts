import { expect, test } from 'vitest';
import { limits } from '#blocks/limits.ts';
import { limits as slack } from '#sandbox/slack/block-kit/limits.ts';

test('our limits are those by which the sandbox refuses what Slack would', () => {
  expect(limits).toEqual({
    messageBlocks: slack.messageBlocks,
    viewBlocks: slack.viewBlocks,
    messageText: slack.messageText,
    headerText: slack.header,
    sectionText: slack.text,
    richText: slack.text,
    contextElements: slack.contextElements,
    actionsElements: slack.actionsElements,
    buttonText: slack.buttonText,
    buttonValue: slack.buttonValue,
    accessibilityLabel: slack.accessibilityLabel,
    optionText: slack.optionText,
    optionDescription: slack.optionDescription,
    optionValue: slack.optionValue,
    selectOptions: slack.selectOptions,
    selectOptionGroups: slack.optionGroups,
    optionGroupLabel: slack.optionText,
    overflowOptions: slack.overflowOptions,
    radioOptions: slack.choices,
    placeholder: slack.placeholder,
    inputLabel: slack.inputLabel,
    inputHint: slack.inputHint,
    inputText: slack.inputValue,
    confirmTitle: slack.confirmTitle,
    confirmText: slack.confirmText,
    confirmButton: slack.confirmButton,
    modalTitle: slack.viewTitle,
    modalButton: slack.viewButton,
    privateMetadata: slack.privateMetadata,
    callbackId: slack.callbackId,
    blockId: slack.blockId,
    actionId: slack.actionId,
    url: slack.url,
  });
});
