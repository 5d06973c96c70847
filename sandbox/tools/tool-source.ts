import type { Tool } from './tool.ts';

/** The variable of the environment with the secret of every tool. */
export const SECRET_ENV = 'SECRET_OF_THE_TOOL';

/** A source of this tool as the settings have it, which proves itself in the tool's own way. */
export const toolSource = ({ format, auth }: Tool) => ({
  ...{ id: format, name: format, format },
  auth: { type: 'own', secret_env: [SECRET_ENV], ...auth },
});
