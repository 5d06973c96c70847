import type { HomeView, KnownBlock } from '@slack/types';
import type { HomeModel } from '#src/view/home-models.ts';
import { mutedPart } from '../digest-switches.ts';
import { limits } from '../limits.ts';
import { draw } from '../lines.ts';
import { pauseLine } from '../pause.ts';
import { marketingPart } from './marketing.ts';
import { opsPart } from './ops.ts';
import { repPart } from './rep.ts';
import { teamPart } from './team.ts';

const MOST_ROWS = [8, 7, 6, 5, 4, 3, 2, 1];

/** Somebody's App Home: the part of each of their roles, with as many rows in each list as Slack has room for. */
export function home(model: HomeModel): HomeView {
  const drawn = MOST_ROWS.map((most) => () => parts(model, most));
  const fitting = drawn.find((draw) => draw().length <= limits.viewBlocks);
  return { type: 'home', blocks: fitting?.() ?? parts(model, 0).slice(0, limits.viewBlocks) };
}

function parts({ pause, rep, team, marketing, ops, muted }: HomeModel, most: number): KnownBlock[] {
  return [
    ...(pause === null ? [] : [draw('home/pause', [pauseLine(pause)])]),
    ...(rep === null ? [] : repPart(rep, most)),
    ...(team === null ? [] : teamPart(team, most)),
    ...(marketing === null ? [] : marketingPart(marketing, most)),
    ...mutedPart(muted),
    ...(ops === null ? [] : opsPart(ops)),
  ];
}
