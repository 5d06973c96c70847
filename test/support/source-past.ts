import type { TestStage } from './stage.ts';

/** So many weeks of a source before now: two deliveries an hour from nine to five in Berlin, Monday to Friday. */
export async function pastOf(
  stage: Pick<TestStage, 'query' | 'clock'>,
  sourceId: string,
  { weeks }: { weeks: number },
): Promise<void> {
  const now = stage.clock.now().toISOString();
  await stage.query(`
    insert into deliveries (id, source_id, key, received_at, read_at)
    select '${sourceId}-' || h || '-' || n, '${sourceId}', '${sourceId}-' || h || '-' || n, t, t
    from (
      select h, '${now}'::timestamptz - make_interval(hours => h) as t from generate_series(1, ${weeks * 168}) h
    ) hours, generate_series(1, 2) n
    where extract(isodow from t at time zone 'Europe/Berlin') < 6
      and extract(hour from t at time zone 'Europe/Berlin') between 9 and 16`);
}
