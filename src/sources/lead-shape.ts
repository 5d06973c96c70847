import * as z from 'zod';
import { canonicalLeadSchema, HOLDS } from '#domain/lead.ts';

export type Leaf = {
  /** `happened` is a time that has come, `time` any. */
  type: 'text' | 'email' | 'number' | 'money' | 'boolean' | 'time' | 'happened' | 'choice';
  accepts: (value: unknown) => string | null;
};
export type Group = { type: 'group'; fields: ReadonlyMap<string, { shape: Shape; required: boolean }> };
type List = { type: 'list'; element: Shape; most: number };
/** What a place in the canonical lead holds, taken from its schema so that the two cannot drift apart. */
export type Shape = Leaf | Group | List;

/** The canonical lead. */
export const leadShape: Group = groupOf(canonicalLeadSchema);

/** The paths a mapping may write to. Lists are written whole. */
export const targetPaths: readonly string[] = pathsIn(leadShape, '').filter(
  (path) => path !== 'schema_version',
);

function shapeOf(schema: z.core.$ZodType): Shape {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return groupOf(inner);
  if (inner instanceof z.ZodArray) {
    return { type: 'list', element: shapeOf(inner.element), most: longest(inner) };
  }
  const accepts = (value: unknown) => problemWith(schema, value);
  if (holds(inner) !== 'text') return { type: leafType(inner), accepts };
  return { type: 'text', accepts: (value) => (typeof value === 'string' ? null : accepts(value)) };
}

function groupOf(schema: z.ZodObject): Group {
  const fields = Object.entries(schema.shape).map(
    ([name, field]) =>
      [name, { shape: shapeOf(field), required: problemWith(field, undefined) !== null }] as const,
  );
  return { type: 'group', fields: new Map(fields) };
}

/** What is under a schema's wrappers; a schema that says what it holds is not opened further. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (holds(schema) !== undefined) return schema;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return unwrap(schema.unwrap());
  // A preprocessing step comes before the shape, any other transform after it.
  if (schema instanceof z.ZodPipe)
    return unwrap(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  return schema;
}

function holds(schema: z.core.$ZodType): unknown {
  return z.globalRegistry.get(schema)?.[HOLDS];
}

function leafType(schema: z.core.$ZodType): Leaf['type'] {
  const held = holds(schema);
  if (held === 'email' || held === 'happened' || held === 'money') return held;
  if (schema instanceof z.ZodNumber || schema instanceof z.ZodLiteral) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodEnum) return 'choice';
  return schema instanceof z.ZodISODateTime ? 'time' : 'text';
}

function longest(schema: z.ZodArray): number {
  return z.toJSONSchema(schema, { io: 'input' }).maxItems ?? Number.POSITIVE_INFINITY;
}

function problemWith(schema: z.core.$ZodType, value: unknown): string | null {
  const result = z.safeParse(schema, value);
  return result.success ? null : (result.error.issues[0]?.message ?? 'not accepted');
}

function pathsIn(group: Group, prefix: string): string[] {
  return [...group.fields].flatMap(([name, { shape }]) => [
    `${prefix}${name}`,
    ...(shape.type === 'group' ? pathsIn(shape, `${prefix}${name}.`) : []),
  ]);
}
