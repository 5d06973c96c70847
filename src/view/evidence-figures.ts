import type { Db } from '#db/db.ts';
import { weighedRejections } from '#db/home.ts';
import { evidenceFigures, type FactOfSource } from '#domain/evidence-figures.ts';
import type { Settings } from '#domain/settings.ts';
import { sourceName } from '#domain/team.ts';
import type { EvidenceModel } from './home-models.ts';

/** How what SDRs rejected in a period stood against the record. */
export async function loadEvidence(
  db: Db,
  settings: Settings,
  period: { from: Date; to: Date },
): Promise<EvidenceModel> {
  const { counts, corrected, asks } = evidenceFigures(await weighedRejections(db, period));
  const named = ({ sourceId, ...of }: FactOfSource) => ({
    ...of,
    sourceName: sourceName(settings, sourceId),
  });
  return { counts, corrected: corrected.map(named), asks: asks.map(named) };
}
