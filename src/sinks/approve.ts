import { approveSink } from '#db/sinks.ts';
import { type Core, transact } from '#src/core/core.ts';
import { touchHomesOfRole } from '#src/core/homes.ts';
import { sinkNewKey } from '#src/core/message-keys.ts';

/** Has a tool told from now on, and of what was held back. Answers whether nobody had before; their message says who did. */
export async function approve(core: Core, sinkId: string, slackUserId: string): Promise<boolean> {
  const isNew = await transact(core, async (work) => {
    work.messages.touch([sinkNewKey(sinkId)]);
    touchHomesOfRole(work, 'ops');
    return approveSink(work.tx, sinkId, { by: slackUserId, at: work.now });
  });
  core.queue.wake('outcomes');
  return isNew;
}
