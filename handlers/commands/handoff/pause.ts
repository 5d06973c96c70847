import { type PauseAnswer, pauseAnswer } from '#blocks/pause.ts';
import { readPauseRequest } from '#domain/pause-request.ts';
import { may } from '#domain/permissions.ts';
import { hoursOf } from '#domain/team.ts';
import { pauseAllClocks, resumeAllClocks } from '#src/clocks/pauses.ts';
import type { Core } from '#src/core/core.ts';
import { askOps } from '#src/view/ask-ops.ts';
import { pauseModel } from '#src/view/pause.ts';
import type { Subcommand } from '../subcommands.ts';

export const pause: Subcommand = {
  name: 'pause',
  usage: 'pause [2h|until monday] [why]',
  summary: 'Stops all clocks, for an offsite or an outage, until then or until they are resumed.',
  for: 'ops',
  examples: [
    '/handoff pause 2h offsite',
    '/handoff pause until tomorrow 14:00',
    '/handoff pause CRM is down',
  ],
  run: async ({ core, person, words }) => {
    if (!may('pause', person)) return { message: pauseAnswer(await notOps(core)) };
    const { settings } = core.inForce();
    const read = readPauseRequest(words, hoursOf(settings, person.id), core.now());
    if (!read.ok) return { problem: read.problem };
    const paused = await pauseAllClocks(core, { byId: person.id, ...read.request });
    const model = pauseModel(settings, paused.pause);
    return {
      message: pauseAnswer(
        paused.ok
          ? { type: 'paused', pause: model, clocks: paused.clocks }
          : { type: 'paused_already', pause: model },
      ),
    };
  },
};

export const resume: Subcommand = {
  name: 'resume',
  usage: 'resume',
  summary: 'Lets all clocks go on, each with the time it had left.',
  for: 'ops',
  examples: ['/handoff resume'],
  run: async ({ core, person }) => {
    if (!may('pause', person)) return { message: pauseAnswer(await notOps(core)) };
    const resumed = await resumeAllClocks(core, person.id);
    if (!resumed.ok) return { message: pauseAnswer({ type: 'not_paused' }) };
    const model = pauseModel(core.inForce().settings, resumed.pause);
    return { message: pauseAnswer({ type: 'resumed', pause: model, clocks: resumed.clocks }) };
  },
};

const notOps = async (core: Core): Promise<PauseAnswer> => ({
  type: 'not_ops',
  ask: await askOps(core.db, core.inForce().settings),
});
