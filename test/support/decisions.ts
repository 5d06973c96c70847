import { type StoredRecord, unpackRecord } from '#domain/routing/pack-record.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';

type Asked = { query: <Row>(text: string) => Promise<Row[]> };

/** Every routing decision there is, the first first. */
export async function decisionsOf(site: Asked): Promise<RoutingRecord[]> {
  const rows = await site.query<{ record: StoredRecord }>('select record from routing_log order by id');
  return rows.map(({ record }) => unpackRecord(record));
}
