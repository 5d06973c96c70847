import { whoQualified } from '#db/leads.ts';
import { sourcedBy } from '#domain/sourcing.ts';
import type { Stage } from '#domain/stages.ts';
import type { Work } from '#src/core/core.ts';

/** What a stage was entered on; of a deal, with the SDR who has the credit for it at that moment. */
export async function withSource(
  { tx, settings, now }: Work,
  leadId: string,
  stage: Stage,
  evidence: object | null,
): Promise<object | null> {
  if (stage !== 'opportunity' && stage !== 'closed_won') return evidence;
  const source = sourcedBy(await whoQualified(tx, leadId), now, settings.sourcing_credit);
  return source === null ? evidence : { ...evidence, sourcedBy: source };
}
