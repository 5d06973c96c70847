import type { TestStage } from './stage.ts';

/** What of a table names a lead, or something of it. */
const NAMES: Record<string, readonly string[]> = {
  deliveries: ['id', 'key'],
  items: ['id', 'delivery_id', 'key', 'lead_id', 'handoff_id'],
  leads: ['id'],
  identities: ['value', 'lead_id'],
  signals: ['id', 'lead_id'],
  handoffs: ['id', 'lead_id'],
  offers: ['handoff_id'],
  handoff_events: ['handoff_id'],
  stage_changes: ['lead_id', 'handoff_id'],
  clocks: ['id', 'handoff_id'],
  steps: ['clock_id', 'handoff_id'],
  rejections: ['id', 'handoff_id', 'lead_id'],
  routing_log: ['handoff_id'],
  balance_entries: ['handoff_id'],
  messages: ['key', 'marker', 'handoff_id', 'parent_key'],
};
const NUMBERED = ['handoff_events', 'stage_changes', 'routing_log', 'balance_entries'];

/** Makes of each lead so many more, with handoffs, clocks and cards of their own; lists show them beside it. */
export async function copyLeads(stage: Pick<TestStage, 'query'>, times: number): Promise<void> {
  for (const [table, names] of Object.entries(NAMES)) {
    const named = names.map((name) => `'${name}', t.${name} || '~' || copy`);
    if (NUMBERED.includes(table)) named.push(`'id', nextval('${table}_id_seq')`);
    const isOfALead = table === 'messages' ? 'where t.handoff_id is not null' : '';
    await stage.query(`insert into ${table} select made.* from ${table} t, generate_series(1, ${times}) as copy,
      jsonb_populate_record(t, jsonb_build_object(${named.join(', ')})) as made ${isOfALead}`);
  }
  await stage.query('analyze');
}
