import type { Settings } from '#domain/settings.ts';
import { sourceName } from '#domain/team.ts';
import { deliver } from './deliver.ts';
import { ink } from './ink.ts';
import type { ExampleLead } from './leads.ts';
import type { Stage } from './stage.ts';

/** Sends an example through the webhook route, and says so. */
export async function post(
  { stage, settings, tell }: { stage: Stage; settings: Settings; tell: (lines: string[]) => void },
  { sourceId, about, lead }: ExampleLead,
): Promise<void> {
  tell([`${sourceName(settings, sourceId)} posts, signed: ${about}`]);
  const { status, body } = await deliver(stage, sourceId, lead(stage.clock.now()));
  if (status !== 200) tell([ink.bad(`the webhook answered ${status}: ${body}`)]);
}
