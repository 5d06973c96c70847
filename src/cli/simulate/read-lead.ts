import type { CanonicalLead } from '#domain/lead.ts';
import { oneOf, suggest } from '#domain/nearest.ts';
import type { Settings, Source } from '#domain/settings.ts';
import { compileMapping } from '#src/sources/mapping.ts';
import { parseDelivery } from '#src/sources/parse-delivery.ts';
import type { Problem } from '#src/sources/problem.ts';
import { readItems } from '#src/sources/read-items.ts';

export type LeadReading =
  | { type: 'lead'; lead: CanonicalLead; source: Source; warnings: Problem[] }
  /** The source's own `when` leaves it out. */
  | { type: 'ignored'; source: Source }
  | { type: 'wrong'; problem: string };

const wrong = (problem: string): LeadReading => ({ type: 'wrong', problem });

/** Reads the one lead of a file as intake reads a delivery of this source, and says what is wrong as intake does. */
export async function readOneLead(
  settings: Settings,
  asked: { text: string; file: string; sourceId: string | null },
  at: Date,
): Promise<LeadReading> {
  const ids = settings.sources.map(({ id }) => id);
  const [usual] = ids;
  if (usual === undefined) return wrong('the settings have no sources; expected one that sends the lead');
  const id = asked.sourceId ?? usual;
  const source = settings.sources.find((one) => one.id === id);
  if (!source) return wrong(`--source: no source "${id}"${suggest(id, ids)}; expected ${oneOf(ids)}`);
  const compiled = compileMapping(source);
  if (!compiled.ok) return wrong(listed(`source ${id}`, compiled.problems));
  const body = await parseDelivery(source.format, 'application/json', Buffer.from(asked.text));
  if (!body.ok) return wrong(`${asked.file}: ${body.problem}`);
  const items = await readItems({ settings: source, mapping: compiled.mapping }, body.value, at);
  const [item, ...others] = items;
  if (!item) return wrong(`${asked.file}: no lead in it`);
  if (others.length > 0) return wrong(`${asked.file}: ${items.length} leads in it; expected one`);
  if (!item.ok) return wrong(listed(asked.file, item.problems));
  if (item.ignored) return { type: 'ignored', source };
  if (item.lead.kind === 'test')
    return wrong(`${asked.file}: kind: test goes to nobody, ops only read that it came; expected a lead`);
  if (item.lead.kind === 'activity')
    return wrong(
      `${asked.file}: kind: activity is something a rep did, which goes to nobody; expected a lead`,
    );
  if (item.lead.kind === 'erasure')
    return wrong(`${asked.file}: kind: erasure has somebody forgotten; expected a lead`);
  if (item.lead.kind === 'account_signal')
    return wrong(
      `${asked.file}: kind: account_signal is what a company did, which makes no lead; expected a lead`,
    );
  if (item.lead.kind === 'spend')
    return wrong(
      `${asked.file}: kind: spend is what was paid to be found, which makes no lead; expected a lead`,
    );
  if (item.lead.kind === 'update')
    return wrong(
      `${asked.file}: kind: update is news of somebody known, which makes no lead; expected a lead`,
    );
  return { type: 'lead', lead: item.lead, source, warnings: item.warnings };
}

const listed = (where: string, problems: readonly Problem[]): string =>
  [`${where}:`, ...problems.map(problemLine)].join('\n');

export const problemLine = ({ path, problem }: Problem): string => `  ${path || 'the lead'}: ${problem}`;
