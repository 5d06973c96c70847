import type { WebClient } from '@slack/web-api';
import { WebAPIPlatformError } from '@slack/web-api';
import { type Drawing, everyDrawing } from '#src/examples/drawn.ts';
import { patiently } from './directory.ts';
import { readFault } from './errors.ts';

/** What Slack would refuse of a drawing: which block, and in Slack's words why. */
export type Refused = { name: string; problems: string[] };
export type Validation =
  | { type: 'asked'; drawings: number; refused: Refused[] }
  /** Slack's `blocks.validate` is newer than some Slacks, and proxies of it. */
  | { type: 'unknown_method' }
  /** Slack, or what stands for it, did not answer as it should. */
  | { type: 'failed'; code: string };

const REFUSALS = ['invalid_blocks', 'invalid_message', 'invalid_view'];

/** Asks Slack whether it would take everything the app draws. Nothing is posted, and no scope is needed. */
export async function validateDrawings(
  client: WebClient,
  drawings: readonly Drawing[] = everyDrawing(),
): Promise<Validation> {
  const refused: Refused[] = [];
  for (const drawing of drawings) {
    const answer = await ask(client, drawing);
    if ('type' in answer) return answer;
    if (answer.problems.length > 0) refused.push({ name: drawing.name, problems: answer.problems });
  }
  return { type: 'asked', drawings: drawings.length, refused };
}

async function ask(
  client: WebClient,
  drawing: Drawing,
): Promise<{ problems: string[] } | Exclude<Validation, { type: 'asked' }>> {
  const asked = 'view' in drawing ? { view: drawing.view } : { message: { blocks: drawing.blocks } };
  try {
    await patiently(() => client.blocks.validate(asked));
    return { problems: [] };
  } catch (error) {
    const fault = readFault(error);
    if (fault.type === 'rate_limited') return { type: 'failed', code: 'ratelimited' };
    if (fault.code === 'unknown_method') return { type: 'unknown_method' };
    if (!REFUSALS.includes(fault.code)) return { type: 'failed', code: fault.code };
    return { problems: problemsIn(error, blocksOf(drawing)) };
  }
}

type Block = { type: string };

const blocksOf = (drawing: Drawing): readonly Block[] =>
  'view' in drawing ? drawing.view.blocks : drawing.blocks;

/** Slack's list of what is wrong; where it sends none, the code is all there is. */
function problemsIn(error: unknown, blocks: readonly Block[]): string[] {
  if (!(error instanceof WebAPIPlatformError)) return [];
  const { data } = error;
  const listed = 'errors' in data && Array.isArray(data.errors) ? data.errors : [];
  const problems = listed.flatMap((one: unknown) => problemIn(one, blocks));
  return problems.length > 0 ? problems : [data.error];
}

function problemIn(one: unknown, blocks: readonly Block[]): string[] {
  if (typeof one !== 'object' || one === null) return [];
  const parts: Record<string, unknown> = { ...one };
  const told = (key: string): string => String(parts[key] ?? '');
  const pointer = told('pointer');
  const where = placeOf(pointer, blocks);
  return [`${where}${told('message') || told('code')}${pointer === '' ? '' : ` (${pointer})`}`];
}

/** `/blocks/2/text` is in the third block, which people find by its number and type. */
function placeOf(pointer: string, blocks: readonly Block[]): string {
  const [, no] = /(?:^|\/)(\d+)(?:\/|$)/.exec(pointer) ?? [];
  if (no === undefined) return '';
  return `block ${Number(no) + 1} (${blocks[Number(no)]?.type ?? 'none there'}): `;
}
