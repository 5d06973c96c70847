import { leadAt } from './leads.ts';
import type { TestStage } from './stage.ts';

/** What became of the lead of a company: its stage, and who had its last handoff on which leg. */
export async function pastAt(
  stage: TestStage,
  company: string,
  past: { stage: string; leg: string; owner: string },
): Promise<void> {
  await stage.send(leadAt(company));
  await stage.settle();
  const theirs = `select id from leads where record -> 'account' ->> 'name' = '${company}'`;
  await stage.query(`update leads set stage = '${past.stage}' where id in (${theirs})`);
  await stage.query(
    `update handoffs set state = 'completed', leg = '${past.leg}', owner_id = '${past.owner}' where lead_id in (${theirs})`,
  );
  await stage.query('update clocks set stopped_at = started_at where stopped_at is null');
}
