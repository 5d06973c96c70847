import type { Problem } from '#src/config/problem.ts';
import { readSettings } from '#src/config/settings.ts';

/** What a team agrees on, without anybody in it. */
export const shared = `version: 1
mql:
  version: '1'
  signed_by: { marketing: Mara, sales: Mia, on: 2026-10-01 }
  review_by: 2027-01-15
  profiles: [{ id: any, when: { employees: { min: 10 } } }]
  behaviours: [{ id: asked, any_of: [form_submit] }]
sla:
  - id: all
    accept: { within: 4h }
    ladder: [{ at: 50%, do: remind }, { at: 100%, do: tell_manager }]
    snooze: { choices: [1h], limit: 4h, times: 2, clock: runs_on }
reasons:
  - { code: other, words: Something else, failure_point: data_quality }
`;

/** Valid settings with hardly more than what is required. */
export const smallest = `version: 1
workspace: { name: Acme, time_zone: Europe/Berlin, hours: office }
channels: { ops: C0OPS0001, feedback: C0FEEDBACK }
hours: { office: { mon: [09:00-17:00] } }
people:
  - { id: ana, name: Ana, email: ana@acme.example, roles: [sdr], manager: olga }
  - { id: olga, name: Olga, email: olga@acme.example, roles: [manager, ops] }
pools:
  - { id: sdr, name: SDRs, members: [{ person: ana }] }
routes:
  - { id: all, to: { pool: sdr } }
mql:
  version: '1'
  signed_by: { marketing: Mara, sales: Mia, on: 2026-10-01 }
  review_by: 2027-01-15
  profiles: [{ id: any, when: { employees: { min: 10 } } }]
  behaviours: [{ id: asked, any_of: [form_submit] }]
sla:
  - id: all
    accept: { within: 4h }
    ladder: [{ at: 50%, do: remind }, { at: 100%, do: tell_manager }]
    snooze: { choices: [1h], limit: 4h, times: 2, clock: runs_on }
reasons:
  - { code: other, words: Something else, failure_point: data_quality }
sources:
  - { id: website, name: Website, auth: none }
`;

/** The smallest settings with one piece of their text replaced. */
export function changed(from: string, to: string): string {
  if (!smallest.includes(from)) throw new Error(`the smallest settings do not contain ${from}`);
  return smallest.replace(from, to);
}

/** What is wrong with a settings file; nothing, when it is valid. */
export function problemsIn(text: string): Problem[] {
  const reading = readSettings(text, 'handoff.yaml', () => []);
  return reading.ok ? [] : reading.problems;
}
