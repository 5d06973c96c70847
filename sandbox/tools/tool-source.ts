import { type Source, sourceSchema } from '#domain/settings.ts';
import type { Tool } from './tool.ts';

/** The variable of the environment with the secret of every tool. */
export const SECRET_ENV = 'SECRET_OF_THE_TOOL';

/** A source of this tool, which proves itself in the tool's own way. */
export const toolSource = ({ format, auth }: Tool, more: object): Source =>
  sourceSchema.parse({
    ...{ id: format, name: format, format },
    auth: { type: 'own', secret_env: [SECRET_ENV], ...auth },
    ...more,
  });
