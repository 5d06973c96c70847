import type { Faults } from './faults.ts';
import type { Ids } from './ids.ts';
import type { Json } from './json.ts';
import type { Messages } from './messages.ts';
import type { Narration } from './narration.ts';
import type { RateLimiter } from './rate-limits.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Triggers } from './triggers.ts';
import type { Uploads } from './uploads.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

/** One Web API call, as it came and as it was answered. */
export type Call = {
  method: string;
  args: Json;
  at: Date;
  ok: boolean;
  error?: string;
};

/** Everything the parts of the sandbox share. */
export type Context = {
  now: () => Date;
  ids: Ids;
  workspace: Workspace;
  messages: Messages;
  views: Views;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  uploads: Uploads;
  limiter: RateLimiter;
  faults: Faults;
  narration: Narration;
  socketMode: SocketMode;
  scopes: Set<string>;
  botToken: string;
  appToken: string | undefined;
  calls: Call[];
  /** `http://127.0.0.1:<port>`, once it listens. */
  baseUrl: () => string;
  /** Where sockets are opened. */
  linkUrl: () => string;
};
