import * as z from 'zod';
import { settingsSchema } from '#domain/settings.ts';
import { isGroup } from './place.ts';
import type { Path } from './problem.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of the settings, for editors: draft 7 is what their YAML extensions know. */
export function editorSchema(): JsonSchema {
  return { title: 'handoff.yaml', ...z.toJSONSchema(settingsSchema, { io: 'input', target: 'draft-07' }) };
}

/** The keys that may stand at a place of the settings, given what else is written there; null where any may. */
export function keysAt(path: Path, raw: unknown): string[] | null {
  const forms = formsAt(path, raw);
  const known = forms.flatMap((form) => namesOf(form) ?? []);
  return known.length > 0 ? [...new Set(known)] : null;
}

function namesOf(form: JsonSchema): string[] | null {
  if (form.properties) return Object.keys(form.properties);
  const names = isGroup(form.propertyNames) ? form.propertyNames.enum : undefined;
  return Array.isArray(names) ? names.map(String) : null;
}

function formsAt(path: Path, raw: unknown): JsonSchema[] {
  let forms = alternatives(editorSchema(), raw);
  let value = raw;
  for (const key of path) {
    value = isGroup(value) || Array.isArray(value) ? Reflect.get(value, key) : undefined;
    forms = forms.flatMap((form) => inside(form, key)).flatMap((form) => alternatives(form, value));
  }
  return forms;
}

function inside(form: JsonSchema, key: string | number): JsonSchema[] {
  const next = typeof key === 'number' ? form.items : (form.properties?.[key] ?? form.additionalProperties);
  return isGroup(next) ? [next] : [];
}

/** The alternatives of a union that what is written could be: those whose fixed values it does not contradict. */
function alternatives(form: JsonSchema, value: unknown): JsonSchema[] {
  const options = (form.anyOf ?? form.oneOf ?? []).filter((option) => isGroup(option));
  if (options.length === 0) return [form];
  const flat = options.flatMap((option) => alternatives(option, value));
  const fitting = flat.filter((option) => !contradicts(option, value));
  return fitting.length > 0 ? fitting : flat;
}

function contradicts(form: JsonSchema, value: unknown): boolean {
  if (!isGroup(value)) return false;
  return Object.entries(form.properties ?? {}).some(
    ([key, inner]) => isGroup(inner) && 'const' in inner && inner.const !== value[key],
  );
}
