import type { Run } from './latency.ts';
export const crash = async (_: Run): Promise<number> => 0;
