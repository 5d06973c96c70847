import type { Source } from '#domain/settings.ts';
import { compileExpression, type Expression } from './expression.ts';
import { targetPaths } from './lead-shape.ts';
import { nearest, type Problem } from './problem.ts';

/** The expressions of a source, ready to run. `fields` are in the order in which they are written. */
export type Mapping = {
  items: Expression | null;
  when: Expression | null;
  fields: readonly { path: string; evaluate: Expression }[];
};
export type CompiledMapping = { ok: true; mapping: Mapping } | { ok: false; problems: Problem[] };

const NAMING = ['person', 'person.email', 'person.phone', 'refs'];

/** Compiles what a source says about its payloads, or names everything that is wrong with it. */
export function compileMapping(source: Source): CompiledMapping {
  const problems = checkFormat(source);
  const compile = (path: string, text: string | undefined): Expression | null => {
    if (text === undefined) return null;
    const compiled = compileExpression(text);
    if (compiled.ok) return compiled.evaluate;
    problems.push(...compiled.problems.map((problem) => ({ path, problem })));
    return null;
  };

  const items = compile('items', source.items);
  const when = compile('when', source.when);
  // Shorter paths first, so that `person.email` refines what `person` gave.
  const entries = Object.entries(source.map ?? {}).sort(([a], [b]) => depth(a) - depth(b));
  const fields = entries.flatMap(([path, text]) => {
    if (!targetPaths.includes(path)) problems.push({ path: `map.${path}`, problem: unknownTarget(path) });
    const evaluate = compile(`map.${path}`, text);
    return evaluate ? [{ path, evaluate }] : [];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, mapping: { items, when, fields } };
}

function checkFormat({ format, items, map }: Source): Problem[] {
  if (format === 'canonical') {
    const given = [...(items === undefined ? [] : ['items']), ...(map === undefined ? [] : ['map'])];
    return given.map((path) => ({ path, problem: 'only read with format: mapped' }));
  }
  // A tool's own format says what stands where; a map says more, or says it otherwise.
  if (format !== 'mapped') {
    return items === undefined ? [] : [{ path: 'items', problem: 'only read with format: mapped' }];
  }
  if (map === undefined) return [{ path: 'map', problem: 'needed with format: mapped' }];
  if (NAMING.some((path) => Object.hasOwn(map, path))) return [];
  return [{ path: 'map', problem: 'names nobody: expected person.email, person.phone or refs' }];
}

function unknownTarget(path: string): string {
  return `not a place in the lead; did you mean ${nearest(path, targetPaths)}?`;
}

const depth = (path: string) => path.split('.').length;
