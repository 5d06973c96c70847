import { apps } from './apps.ts';
import { auth } from './auth.ts';
import { blocks } from './blocks.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { dnd } from './dnd.ts';
import { files } from './files.ts';
import type { Methods } from './method.ts';
import { usergroups } from './usergroups.ts';
import { users } from './users.ts';
import { views } from './views.ts';

export const allMethods: Methods = {
  ...auth,
  ...apps,
  ...blocks,
  ...users,
  ...usergroups,
  ...dnd,
  ...conversations,
  ...chat,
  ...views,
  ...files,
};
