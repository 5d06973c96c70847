import { problemsOfBlocks, problemsOfView } from '../block-kit/validate.ts';
import { isJson, type Json } from '../json.ts';
import { failure, type Methods, needs } from './method.ts';

export const blocks: Methods = {
  'blocks.validate': {
    tier: 'special',
    token: 'bot',
    scopes: needs(),
    run: (_context, args) => validate(args),
  },
};

/** Says what is wrong with exactly one of blocks, a message or a view, each with a pointer to it. */
function validate(args: Json): Json {
  const given = (['blocks', 'message', 'view'] as const).filter((kind) => args[kind] !== undefined);
  const [kind] = given;
  if (!kind || given.length > 1) return failure('invalid_arguments');
  const asked = args[kind];
  const problems =
    kind === 'view'
      ? problemsOfView(asked, isJson(asked) && asked.type === 'home' ? 'home' : 'modal')
      : problemsOfBlocks(kind === 'message' && isJson(asked) ? asked.blocks : asked);
  if (problems.length === 0) return { ok: true };
  return failure(`invalid_${kind}`, { errors: problems.map(parted) });
}

/** Elsewhere Slack puts the pointer behind the sentence; this method names them apart. */
function parted(problem: string): Json {
  const [, message = problem, pointer = ''] = /^(.*) \[json-pointer:(.*)\]$/s.exec(problem) ?? [];
  return { code: 'failed_constraint', message, pointer };
}
