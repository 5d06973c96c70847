import { expect, test } from 'vitest';
import { problemsOfBlocks, problemsOfView } from '#sandbox/slack/block-kit/validate.ts';
import { card, mrkdwn, plain, reasonModal } from './workspace.ts';

const divider = { type: 'divider' };
const button = { type: 'button', action_id: 'go', text: plain('Go') };
const option = { text: plain('One'), value: '1' };

function actions(...elements: object[]) {
  return [{ type: 'actions', elements }];
}

function input(element: object) {
  return { type: 'input', label: plain('Name'), element };
}

function modal(...blocks: object[]) {
  return { type: 'modal', title: plain('A modal'), submit: plain('Save'), blocks };
}

test('a lead card and a modal of ours are valid', () => {
  expect(problemsOfBlocks(card)).toEqual([]);
  expect(problemsOfView(reasonModal, 'modal')).toEqual([]);
});

test('a block of an unknown type, with a missing or an unknown field is refused', () => {
  expect(problemsOfBlocks([{ type: 'banner' }])).toEqual([
    'unsupported type: banner [json-pointer:/blocks/0/type]',
  ]);
  expect(problemsOfBlocks([{ type: 'actions' }])).toEqual([
    'missing required field: elements [json-pointer:/blocks/0]',
  ]);
  expect(problemsOfBlocks([{ type: 'section' }])).toEqual(['needs text or fields [json-pointer:/blocks/0]']);
  expect(problemsOfBlocks([{ ...divider, colour: 'red' }])).toEqual([
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ]);
});

test('mrkdwn is refused where Slack only takes plain text', () => {
  const expected = (path: string) => [`must be a valid enum value: plain_text [json-pointer:${path}]`];
  expect(problemsOfBlocks([{ type: 'header', text: mrkdwn('Hello') }])).toEqual(
    expected('/blocks/0/text/type'),
  );
  expect(problemsOfBlocks(actions({ ...button, text: mrkdwn('Go') }))).toEqual(
    expected('/blocks/0/elements/0/text/type'),
  );
});

test('texts have their lengths, counted in characters', () => {
  const tooLong = (block: object) => problemsOfBlocks([block]).length;
  expect(tooLong({ type: 'section', text: mrkdwn('😀'.repeat(3000)) })).toBe(0);
  expect(tooLong({ type: 'section', text: mrkdwn('😀'.repeat(3001)) })).toBe(1);
  expect(tooLong({ type: 'section', fields: [mrkdwn('x'.repeat(2001))] })).toBe(1);
  expect(tooLong({ type: 'header', text: plain('x'.repeat(151)) })).toBe(1);
  expect(tooLong({ type: 'section', text: mrkdwn('') })).toBe(1);
  expect(tooLong({ type: 'actions', elements: [{ ...button, text: plain('x'.repeat(76)) }] })).toBe(1);
  expect(tooLong({ type: 'actions', elements: [{ ...button, value: 'x'.repeat(2001) }] })).toBe(1);
  expect(tooLong({ type: 'actions', elements: [{ ...button, accessibility_label: 'x'.repeat(76) }] })).toBe(
    1,
  );
  expect(tooLong({ type: 'actions', block_id: 'x'.repeat(256), elements: [button] })).toBe(1);
});

test('lists have their sizes', () => {
  const tooMany = (blocks: object[]) => problemsOfBlocks(blocks);
  expect(tooMany(Array(51).fill(divider))).toEqual(['no more than 50 items allowed [json-pointer:/blocks]']);
  expect(
    tooMany(actions(...Array.from({ length: 26 }, (_, n) => ({ ...button, action_id: `${n}` })))),
  ).toEqual(['no more than 25 items allowed [json-pointer:/blocks/0/elements]']);
  expect(tooMany([{ type: 'context', elements: Array(11).fill(plain('x')) }])).toHaveLength(1);
  expect(tooMany([{ type: 'section', fields: Array(11).fill(plain('x')) }])).toHaveLength(1);
  expect(tooMany(actions({ type: 'overflow', options: Array(6).fill(option) }))).toHaveLength(1);
  expect(tooMany(actions({ type: 'static_select', options: Array(101).fill(option) }))).toHaveLength(1);
  expect(tooMany(actions({ type: 'radio_buttons', options: Array(11).fill(option) }))).toHaveLength(1);
});

test('options are short, and an initial one is among them', () => {
  expect(
    problemsOfBlocks(actions({ type: 'static_select', options: [{ ...option, value: 'x'.repeat(76) }] })),
  ).toEqual(['must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]']);
  const other = { text: plain('Two'), value: '2' };
  expect(
    problemsOfBlocks(actions({ type: 'static_select', options: [option], initial_option: other })),
  ).toEqual(['initial options must be among the options [json-pointer:/blocks/0/elements/0]']);
  expect(problemsOfBlocks(actions({ type: 'static_select' }))).toEqual([
    'needs either options or option_groups [json-pointer:/blocks/0/elements/0]',
  ]);
});

test('ids are unique where they have to be', () => {
  expect(
    problemsOfBlocks([
      { ...divider, block_id: 'a' },
      { ...divider, block_id: 'a' },
    ]),
  ).toEqual(['duplicate block_id: a [json-pointer:/blocks/1/block_id]']);
  expect(problemsOfBlocks(actions(button, button))).toEqual([
    'duplicate action_id: go [json-pointer:/blocks/0]',
  ]);
  expect(problemsOfBlocks([...actions(button), ...actions(button)])).toEqual([]);
});

test('an element stands only where Slack draws it', () => {
  const text = { type: 'plain_text_input' };
  const instant = { type: 'datetimepicker' };
  expect(problemsOfBlocks(actions(text))).toEqual([
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ]);
  expect(problemsOfBlocks(actions(instant))).toEqual([]);
  expect(problemsOfBlocks([{ type: 'section', text: plain('x'), accessory: instant }])).toHaveLength(1);
  expect(problemsOfView(modal(input(button)), 'modal')).toHaveLength(1);
  expect(problemsOfView(modal(input({ type: 'file_input' })), 'modal')).toEqual([]);
  expect(problemsOfView({ type: 'home', blocks: [input({ type: 'file_input' })] }, 'home')).toHaveLength(1);
});

test('a block stands only on the surface it is made for', () => {
  const alert = { type: 'alert', text: plain('Careful') };
  const markdown = { type: 'markdown', text: '**hello**' };
  expect(problemsOfBlocks([alert])).toHaveLength(1);
  expect(problemsOfView(modal(alert), 'modal')).toEqual([]);
  expect(problemsOfBlocks([markdown])).toEqual([]);
  expect(problemsOfView(modal(markdown), 'modal')).toHaveLength(1);
});

test('button styles, confirm dialogs and urls are checked', () => {
  expect(problemsOfBlocks(actions({ ...button, style: 'green' }))).toHaveLength(1);
  expect(problemsOfBlocks(actions({ ...button, url: 'not a url' }))).toEqual([
    'invalid url [json-pointer:/blocks/0/elements/0/url]',
  ]);
  const confirm = {
    title: plain('Sure?'),
    text: mrkdwn('*Really?*'),
    confirm: plain('Yes'),
    deny: plain('No'),
  };
  expect(problemsOfBlocks(actions({ ...button, confirm }))).toEqual([]);
  expect(
    problemsOfBlocks(actions({ ...button, confirm: { ...confirm, deny: plain('x'.repeat(31)) } })),
  ).toHaveLength(1);
});

test('a modal with an input needs a submit button, and its words fit', () => {
  const { submit: _submit, ...unsubmittable } = modal(input({ type: 'plain_text_input' }));
  expect(problemsOfView(unsubmittable, 'modal')).toEqual([
    'missing required field: submit [json-pointer:/view]',
  ]);
  expect(problemsOfView({ ...modal(), title: plain('x'.repeat(25)) }, 'modal')).toEqual([
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ]);
  expect(problemsOfView({ ...modal(), private_metadata: 'x'.repeat(3001) }, 'modal')).toEqual([
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ]);
  expect(problemsOfView(modal(...Array(101).fill(divider)), 'modal')).toHaveLength(1);
  expect(problemsOfView({ type: 'home', title: plain('Home'), blocks: [] }, 'home')).toEqual([
    'invalid additional property: title [json-pointer:/view]',
  ]);
});

test('only one field takes the focus', () => {
  const field = (id: string) => input({ type: 'plain_text_input', action_id: id, focus_on_load: true });
  expect(problemsOfView(modal(field('a'), field('b')), 'modal')).toEqual([
    'only one element may have focus_on_load [json-pointer:/view/blocks]',
  ]);
});
