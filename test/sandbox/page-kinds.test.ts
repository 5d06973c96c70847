import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BLOCKS, ELEMENTS } from '#sandbox/page/client/kinds.ts';
import { homeBlock, messageBlock, modalBlock } from '#sandbox/slack/block-kit/blocks.ts';
import {
  actionsElement,
  contextAction,
  modalInputElement,
  sectionAccessory,
} from '#sandbox/slack/block-kit/elements.ts';

/** The type checker holds the drawing tables against the lists, so what stands in the lists is drawn. */
type Tagged = { options: readonly { shape: { type: { value: string } } }[] };

const typesOf = (unions: Tagged[]): string[] =>
  [...new Set(unions.flatMap(({ options }) => options.map(({ shape }) => shape.type.value)))].toSorted();

test('the page draws every block the stand-in Slack accepts, and no other', () => {
  expect([...BLOCKS]).toEqual(typesOf([messageBlock, modalBlock, homeBlock]));
});

test('the page draws every element the stand-in Slack accepts, and no other', () => {
  expect([...ELEMENTS]).toEqual(
    typesOf([actionsElement, contextAction, modalInputElement, sectionAccessory]),
  );
});

const CLIENT = join(import.meta.dirname, '..', '..', 'sandbox', 'page', 'client');

test('the page never turns text into markup or code', () => {
  const risky =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|javascript:/;
  const modules = readdirSync(CLIENT).filter((name) => name.endsWith('.ts'));
  expect(modules).not.toEqual([]);
  expect(modules.filter((name) => risky.test(readFileSync(join(CLIENT, name), 'utf8')))).toEqual([]);
});
