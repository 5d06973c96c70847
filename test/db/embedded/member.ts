import { createInterface } from 'node:readline';
import { openCluster } from '#db/embedded/cluster.ts';

/** A process of its own that is a member of a folder's cluster until its input ends or it is killed. */

const cluster = await openCluster(process.argv[2] ?? '', {
  keeps: process.argv[3] === 'durable' ? 'durable' : 'throwaway',
  maxConnections: 20,
  environment: process.env,
  onTrouble: () => {},
});
console.log(JSON.stringify({ url: cluster.urlOf('handoff'), startedHere: cluster.startedHere }));
for await (const _ of createInterface({ input: process.stdin }));
await cluster.leave();
