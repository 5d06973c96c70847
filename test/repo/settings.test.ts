import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { FACTS } from '#domain/facts.ts';
import { CHANNELS, SIGNAL_TYPES } from '#domain/lead.ts';
import { ROLES, settingsSchema } from '#domain/settings.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';

type Schema = z.core.JSONSchema.BaseSchema;

const text = readFileSync('handoff.yaml', 'utf8');
const comments = text.split('\n').flatMap((line) => /#(.*)$/.exec(line)?.[1] ?? []);

function settingsIn(schema: Schema, path: string): string[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), schema.items, schema.additionalProperties];
  const inner = parts
    .filter((part): part is Schema => typeof part === 'object' && !Array.isArray(part))
    .flatMap((part) => settingsIn(part, path));
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    `${path}.${key}`,
    ...(typeof value === 'object' ? settingsIn(value, `${path}.${key}`) : []),
  ]);
  return [...new Set([...own, ...inner])];
}

// Names that the team chooses (of hours, holidays, mapped places) are no settings, so they leave no trace in a path.
const CHOSEN = /^(\.hours|\.holidays|\.sources\.map)\.[^.]+/;

function settingsUsed(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => settingsUsed(entry, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = `${path}.${key}`.replace(CHOSEN, '$1');
    return [here, ...settingsUsed(inner, here)];
  });
}

const isInComment = (setting: string): boolean => {
  const key = setting.slice(setting.lastIndexOf('.') + 1);
  return comments.some((comment) => new RegExp(`(^|[\\s{,])${key}: `).test(comment));
};

test('the example passes its own check', () => {
  expect(readSettingsFile('handoff.yaml')).toMatchObject({ ok: true });
});

test('every setting there is stands in the example, used or as a comment', () => {
  const used = new Set(settingsUsed(parse(text), ''));
  const all = settingsIn(z.toJSONSchema(settingsSchema, { io: 'input' }), '');
  // The forms of a condition are explained once, at the top, and stand wherever a fact does.
  const told = all.filter((setting) => !/\.(min|max|includes|none_of)$/.test(setting));
  expect(told.filter((setting) => !used.has(setting) && !isInComment(setting))).toEqual([]);
  expect(told.length).toBeGreaterThan(100);
});

test('the comments list the facts of conditions, all and in order', () => {
  const [, list = ''] = /The facts are: ([^.]+)\./.exec(comments.join(' ')) ?? [];
  expect(list.match(/[a-z_]+/g)).toEqual(FACTS);
});

test('the comments list every channel, signal and role by name', () => {
  const words = new Set(comments.join(' ').match(/[a-z_]+/g));
  expect([...CHANNELS, ...SIGNAL_TYPES, ...ROLES].filter((name) => !words.has(name))).toEqual([]);
});
