import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node compiled at an earlier start, ours without its types. It lies beside the packages, since it is run as they
// are: only who may change those should be able to change it. Where nobody may write, nothing is kept.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'node'));
