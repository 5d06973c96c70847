import type { TestStage } from './stage.ts';

/** Every handoff of every lead in the order in which they came to be, also of those of one moment. */
export const legsOf = (stage: TestStage) =>
  stage.query<{ leg: string; state: string; owner_id: string | null }>(
    `select leg, state, owner_id from handoffs h
      order by (select min(id) from handoff_events where handoff_id = h.id)`,
  );
