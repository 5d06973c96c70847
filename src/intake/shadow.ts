import type { LeadRow } from '#db/leads.ts';
import { addBalanceEntry, logRouting, saveStanding } from '#db/routing.ts';
import { addShadowOffers } from '#db/shadow.ts';
import { dayOf } from '#domain/day.ts';
import { NO_PAST } from '#domain/routing/checks.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { scheduleOf, shadowDay } from '#domain/shadow.ts';
import { teamHours } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { inChannelFor, opsKey } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';
import { route } from '#src/routing/route.ts';

/** Decides about a lead as the live path does, and stores what would have happened instead of doing it. */
export async function offerInShadow(work: Work, lead: LeadRow, sourceId: string): Promise<void> {
  const { settings, tx, now } = work;
  const { record, turn } = await route(work, lead, {
    leg: USUAL_LEG,
    sourceId,
    because: 'in shadow',
    past: NO_PAST,
    mayRepeat: true,
    mode: 'shadow',
  });
  const id = work.newId();
  if (turn && record.chosenId !== null) {
    const { standingId: poolId, choice } = turn;
    saveStanding(tx, poolId, choice.standing);
    const entry = { poolId, repId: record.chosenId, handoffId: id, offerNo: 1, kind: choice.kind, at: now };
    addBalanceEntry(tx, entry);
  }
  logRouting(tx, { handoffId: id, at: now, settingsVersion: work.version, record });
  const { plan, ...schedule } = scheduleOf(settings, lead, USUAL_LEG, record.chosenId, now);
  await addShadowOffers(tx, [
    {
      ...schedule,
      id,
      leadId: lead.id,
      leg: USUAL_LEG,
      sourceId,
      temperature: lead.temperature,
      repId: record.chosenId,
      poolId: record.poolId,
      settingsVersion: work.version,
      at: now,
      plan: plan.map((step) => ({ ...step, at: step.at.toISOString() })),
      day: shadowDay(settings, now),
      isImported: false,
    },
  ]);
}

/** One message a day shows ops what came in shadow. */
export async function tellOfShadow(work: Work): Promise<void> {
  const { settings, now } = work;
  const day = shadowDay(settings, now);
  const { from, to } = dayOf(teamHours(settings), now);
  want(work, {
    key: opsKey('shadow', day),
    kind: 'ops',
    handoffId: null,
    place: inChannelFor('ops'),
    parentKey: null,
    detail: { about: 'shadow', day, from: from.toISOString(), to: to.toISOString() },
  });
}
