import { ALL_SOURCES } from '../rhythm.ts';
import type { Settings } from '../settings.ts';
import { whereToLook } from '../where-to-look.ts';
import type { Finding } from './findings.ts';
import { dateWords } from './time-words.ts';
import type { KnownTrouble, World } from './world.ts';

/** What ops were told of sources, and is not over. */
export function findInTroubles(settings: Settings, { troubles }: World): Finding[] {
  return troubles.map((trouble) => {
    const { sourceId, kind } = trouble;
    const isAll = sourceId === ALL_SOURCES;
    const day = (at: Date) => dateWords(settings.workspace.time_zone, at);
    return {
      severity: kind === 'subscription' ? 'risk' : 'broken',
      where: isAll ? 'all sources' : `source ${sourceId}`,
      what: WHAT[kind](trouble, day),
      advice: `Look ${whereToLook(settings, sourceId)}`,
    };
  });
}

const WHAT: Record<KnownTrouble['kind'], (of: KnownTrouble, day: (at: Date) => string) => string> = {
  silent: ({ since, amount }, day) =>
    `nothing came since ${day(since)}: by its own rhythm at least ${amount} deliveries should have`,
  refused: ({ since }, day) => `its deliveries are refused since ${day(since)}`,
  subscription: ({ since, toldAt, problem }, day) =>
    `its subscription could not be made longer${since > toldAt ? `, and ends ${day(since)}` : ''}: ${problem}`,
};
