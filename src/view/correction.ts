import type { Db } from '#db/db.ts';
import { readLead } from '#db/leads.ts';
import type { MessageRow } from '#db/messages.ts';
import { readRejection } from '#db/rejections.ts';
import { nameOf, reasonWords } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import { correctedIn } from './feedback.ts';
import type { CorrectionModel } from './models.ts';

/** What a rep put right against the record, for their manager. */
export async function loadCorrection(
  db: Db,
  { settings }: SettingsInForce,
  { detail }: MessageRow,
): Promise<CorrectionModel | null> {
  const rejection = await readRejection(db, String(detail.rejectionId));
  const lead = rejection && (await readLead(db, rejection.leadId));
  if (!rejection || !lead) return null;
  return {
    handoffId: rejection.handoffId,
    rejectionId: rejection.id,
    lead: leadOf(lead),
    reason: reasonWords(settings, rejection.reason),
    repName: nameOf(settings, rejection.byId),
    corrected: correctedIn(rejection.weighed),
    isCredited: rejection.evidence === 'corrected',
    isUndone: rejection.undoneAt !== null,
    objectedName: rejection.objectedBy && nameOf(settings, rejection.objectedBy),
  };
}
