import { expect, test } from 'vitest';
import { type DueStep, dueSteps } from '#db/clocks.ts';
import { dispatchStep } from '#src/clocks/steps.ts';
import type { Core } from '#src/core/core.ts';
import { hot, leadAt } from '../support/leads.ts';
import { step, withLadders } from '../support/settings.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';

const LADDERS = withLadders({
  accept: [step('2m', 'remind'), step('5m', 'tell_manager', { every: '1h' }), step('5m', 'offer_next')],
});

async function twoApps(leads: readonly unknown[]): Promise<{ site: Site; cores: Core[] }> {
  const site = await openSite();
  const apps: RunningApp[] = await site.startTwo({ settings: LADDERS });
  for (const lead of leads) await apps[0]?.send(lead);
  await site.settle();
  return { site, cores: apps.map(({ app }) => app.core) };
}

/** Both processes carry out all that is due at the same moment, each several times. */
async function atOnce(cores: readonly Core[]): Promise<void> {
  const [first] = cores;
  const due: DueStep[] = first ? await dueSteps(first.db, first.now(), { after: null, most: 100 }) : [];
  await Promise.all(due.flatMap((one) => [...cores, ...cores].map((core) => dispatchStep(core, one))));
}

const happened = (site: Site) =>
  site.query(
    `select type, count(*)::int as times from handoff_events
      where type in ('breached', 'reminded', 'escalated', 'owner_needed') group by type order by type`,
  );

test('two processes that dispatch the same steps at the same moment do each of them once', async () => {
  const { site, cores } = await twoApps([hot, leadAt('initech'), leadAt('hooli')]);
  site.clock.forward(2);
  await atOnce(cores);
  site.clock.forward(3);
  // Whichever comes first: who is told is told before somebody else has the lead.
  for (const _ of ['told', 'passed on', 'nothing left']) await atOnce(cores);

  expect(await happened(site)).toEqual([
    { type: 'breached', times: 3 },
    { type: 'escalated', times: 3 },
    { type: 'owner_needed', times: 3 },
    { type: 'reminded', times: 3 },
  ]);
  // Planned again once: the clock of the first offer stopped with it.
  expect(await site.query('select count(*)::int as steps from steps where round = 1')).toEqual([
    { steps: 3 },
  ]);
});

test('a step whose process dies in the middle is not done, and is done whole by the next', async () => {
  const { site, cores } = await twoApps([hot]);
  const [core] = cores;
  if (!core) throw new Error('no process runs');
  site.clock.forward(5);
  const due = await dueSteps(core.db, core.now(), { after: null, most: 100 });
  const dying: Core = {
    ...core,
    newId: () => {
      throw new Error('out of power');
    },
  };
  const outcomes = await Promise.allSettled(due.map((one) => dispatchStep(dying, one)));
  expect(outcomes.map(({ status }) => status)).toContain('rejected');
  expect(await site.query("select type from handoff_events where type = 'escalated'")).toEqual([]);

  await atOnce(cores);
  expect(await site.query("select type from handoff_events where type = 'escalated'")).toEqual([
    { type: 'escalated' },
  ]);
});
