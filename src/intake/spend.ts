import type { Problem } from '#db/deliveries.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { lockSpend, readSpendOf, sourceTeller, storeSpend } from '#db/spend.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { replaceSpend } from '#domain/replace-spend.ts';
import { readToldSpend } from '#domain/spend.ts';
import type { Work } from '#src/core/core.ts';
import type { ItemOrigin } from './item-origin.ts';

type Settled = { outcome: ItemOutcome; leadId: null; handoffId: null; problems: Problem[] };

const settled = (outcome: ItemOutcome, problem?: string): Settled => ({
  ...{ outcome, leadId: null, handoffId: null },
  problems: problem === undefined ? [] : [{ path: 'spend', problem }],
});

/** A day that any telling may be about: whether it has come was asked when it was read. */
const LAST_DAY = '9999-12-31';

/** Keeps what was spent. Told again of the same days, the newer telling counts, whichever comes first. */
export async function takeInSpend(
  work: Work,
  { sourceId, receivedAt }: ItemOrigin,
  lead: CanonicalLead,
): Promise<Settled> {
  const { tx, newId } = work;
  const read = readToldSpend(lead, LAST_DAY);
  if (!read.ok) return settled('ignored', read.problem);
  const { figure } = read;
  const toldAt = lead.occurred_at === undefined ? receivedAt : new Date(lead.occurred_at);
  await lockSpend(tx);
  const { replaced, stored, clashing } = replaceSpend(await readSpendOf(tx, figure), [figure]);
  const [clash] = clashing;
  if (clash) {
    const { from, to } = clash.standing;
    return settled(
      'ignored',
      `is a part of ${from} to ${to}, which is known as one figure: send all its days`,
    );
  }
  if (replaced.some((one) => one.toldAt > toldAt)) return settled('ignored', 'older than what is known');
  await storeSpend(tx, { toldBy: sourceTeller(sourceId), toldAt }, { stored, replaced }, newId);
  return settled('updated');
}
