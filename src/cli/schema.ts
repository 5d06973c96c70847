import { editorSchema } from '#src/config/editor-schema.ts';
import type { Subcommand } from './subcommand.ts';

export const schema: Subcommand = {
  name: 'schema',
  usage: '',
  summary: 'print the JSON Schema of handoff.yaml, for completion in editors',
  run: (_args, { print }) => {
    print(JSON.stringify(editorSchema(), null, 2));
    return 0;
  },
};
