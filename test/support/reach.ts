import type { Db } from '#db/db.ts';
import type { Reach } from '#src/cli/with-database.ts';
import { MONDAY } from './stage.ts';

/** What a subcommand of the command line finds around it. */
export const reachOf = (db: Db, env: Reach['env'] = {}): Reach => ({ db, env, now: () => MONDAY });
