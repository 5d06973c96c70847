import { nearest } from '#domain/nearest.ts';
import { columnsOf, fold, type ImportMapping, presetMapping } from './mapping.ts';
import { PLACE_NAMES, type Place } from './places.ts';
import { PRESET_NAMES, type PresetName } from './presets.ts';

/** Which cells of a row go where. */
export type Binding = {
  /** The positions of the columns a place is read from, the one that counts first. */
  positions: Partial<Record<Place, number[]>>;
  /** How many cells a row may have. */
  width: number;
};

/** What became of the mapping with this file's header. */
export type BoundColumns = {
  binding: Binding;
  found: { place: Place; columns: string[] }[];
  /** Places none of whose columns is there; with the column of the file that was probably meant. */
  missing: { place: Place; columns: readonly string[]; meant: string | null }[];
  unused: string[];
};

/** Finds a mapping's columns in a header. Names are compared without regard to case. */
export function bindColumns(mapping: ImportMapping, header: readonly string[]): BoundColumns {
  const at = new Map<string, number[]>();
  for (const [index, name] of header.entries()) at.set(fold(name), [...(at.get(fold(name)) ?? []), index]);
  const bound = PLACE_NAMES.flatMap((place) => {
    const columns = columnsOf(mapping, place);
    const there = columns.flatMap((column) => at.get(fold(column)) ?? []);
    return columns.length === 0 ? [] : [{ place, columns, there }];
  });
  const found = bound.filter(({ there }) => there.length > 0);
  const used = new Set(found.flatMap(({ there }) => there));
  const unused = header.filter((name, index) => name !== '' && !used.has(index));
  return {
    binding: {
      positions: Object.fromEntries(found.map(({ place, there }) => [place, there])),
      width: header.length,
    },
    found: found.map(({ place, there }) => ({ place, columns: there.map((index) => header[index] ?? '') })),
    missing: bound
      .filter(({ there }) => there.length === 0)
      .map(({ place, columns }) => ({ place, columns, meant: meantBy(columns, unused) })),
    unused,
  };
}

function meantBy(columns: readonly string[], unused: readonly string[]): string | null {
  for (const column of columns) {
    const near = nearest(column, unused);
    if (near !== null) return near;
  }
  return null;
}

/** The preset that finds most of its columns in a header; null when none finds what it needs. */
export function likelyPreset(header: readonly string[]): { name: PresetName; found: number } | null {
  const fits = PRESET_NAMES.flatMap((name) => {
    const { found, binding } = bindColumns(presetMapping(name), header);
    const { id, created_at } = binding.positions;
    return id && created_at ? [{ name, found: found.length }] : [];
  });
  return fits.toSorted((a, b) => b.found - a.found)[0] ?? null;
}

/** The first filled cell of a place; null when there is none. */
export function cellOf(
  { positions }: Binding,
  place: Place,
  cells: readonly string[],
  isBlank: (text: string) => boolean,
): string | null {
  for (const position of positions[place] ?? []) {
    const text = (cells[position] ?? '').trim();
    if (!isBlank(text)) return text;
  }
  return null;
}
