import { type FieldOfTool, valueIn } from './plan-write.ts';
import { SINK_FIELD_KEYS, type SinkFieldKey } from './sink-systems.ts';

/** Where in a tool each part of a state would stand, as far as the account has a place for it. Pure. */

/** A word of ours, and the option it is there; null where there is none. */
export type PlacedWord = { word: string; value: string; option: { value: string; label: string } | null };
/** `field` is null where the account has none of this name. */
export type Place = { key: SinkFieldKey; name: string; field: FieldOfTool | null; words: PlacedWord[] };

export type Naming = {
  fields: Readonly<Partial<Record<SinkFieldKey, string | null>>>;
  status: Readonly<Record<string, string>>;
  stage: Readonly<Record<string, string>>;
};

export function placesIn(fields: readonly FieldOfTool[], naming: Naming): Place[] {
  const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  return SINK_FIELD_KEYS.flatMap((key) => {
    const name = naming.fields[key];
    if (!name) return [];
    const field = byName.get(name.toLowerCase()) ?? null;
    const words = key === 'status' || key === 'stage' ? Object.entries(naming[key]) : [];
    return [{ key, name, field, words: words.map(([word, value]) => placed(field, word, value)) }];
  });
}

function placed(field: FieldOfTool | null, word: string, value: string): PlacedWord {
  const there = field === null ? undefined : valueIn(field, value);
  if (field === null || there === undefined) return { word, value, option: null };
  const option = field.options.find((one) => one.value === there);
  return { word, value, option: option ?? { value: there, label: there } };
}

/** What is chosen from what a tool has of its own; a text that we make would mean nothing there. */
const THEIRS: readonly SinkFieldKey[] = ['status', 'stage', 'owner'];
export const mayBeMade = ({ key, field }: Place): boolean => field === null && !THEIRS.includes(key);
