import { z } from 'zod';
import { readJson } from '../slack/json.ts';
import { type Deed, WEATHERS } from './protocol.ts';

const MOST_AT_ONCE = 100;
const LONGEST_FORWARD_MINUTES = 14 * 24 * 60;

const name = z.string().min(1).max(255);
const line = z.string().min(1).max(12_000);
const given = z.union([z.string(), z.number(), z.array(z.string()), z.null()]);
const press = { as: name, blockId: name, actionId: name, value: given };

const deed: z.ZodType<Deed> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('press'), channel: name, ts: name, ...press }),
  z.strictObject({ type: z.literal('press_home'), ...press }),
  z.strictObject({ type: z.literal('press_modal'), ...press }),
  z.strictObject({ type: z.literal('fill'), as: name, blockId: name, value: given }),
  z.strictObject({ type: z.literal('submit'), as: name, answers: z.record(name, given) }),
  z.strictObject({ type: z.literal('close'), as: name }),
  z.strictObject({ type: z.literal('slash'), as: name, channel: name, line }),
  z.strictObject({ type: z.literal('say'), as: name, channel: name, text: line, thread: name.nullable() }),
  z.strictObject({ type: z.literal('open_home'), as: name }),
  z.strictObject({ type: z.literal('read'), as: name, channel: name }),
  z.strictObject({ type: z.literal('send_example'), id: name }),
  z.strictObject({ type: z.literal('send_many'), count: z.int().min(1).max(MOST_AT_ONCE) }),
  z.strictObject({ type: z.literal('forward'), minutes: z.number().positive().max(LONGEST_FORWARD_MINUTES) }),
  z.strictObject({ type: z.literal('next_morning') }),
  z.strictObject({ type: z.literal('weather'), is: z.enum(WEATHERS) }),
]);

/** A deed as the page sends it, or what is wrong with it. */
export function readDeed(body: string): { ok: true; deed: Deed } | { ok: false; problem: string } {
  const parsed = deed.safeParse(readJson(body));
  if (parsed.success) return { ok: true, deed: parsed.data };
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the deed'}: ${message}`,
  );
  return { ok: false, problem: problems.join('; ') };
}
