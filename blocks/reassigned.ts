import type { AgainstWords, ReassignedModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { join, type Line, stranger, when } from './lines.ts';

/** What came of a reassignment, to whoever asked for it. */
export function reassigned(model: ReassignedModel): Line {
  switch (model.type) {
    case 'given':
      return ['Reassigned to ', name(model.name), '.', ...overrides(model.against)];
    case 'taken':
      return ['It is yours now, and accepted. You have a card for it.', ...overrides(model.against)];
    case 'by_rules':
      return ['By the rules it went to ', name(model.name), '.'];
    case 'claim':
      return ['By the rules whoever of ', name(model.poolName), ' comes first has it now.'];
    case 'stays':
      return [
        'By the rules nobody else can take it now: it stays with ',
        name(model.ownerName),
        '. You can still give it to somebody by name.',
      ];
    case 'waits':
      return [
        'By the rules nobody can take it now: it waits for an owner. You can still give it to somebody by name.',
      ];
    case 'withdrawn':
      return ['A test lead goes to nobody else: it is over.'];
  }
}

const name = (text: string) => stranger(text, shown.name);

function overrides(against: readonly AgainstWords[]): Line {
  if (against.length === 0) return [];
  return [' Overrides: ', ...join(againstLines(against), '; '), '. It is logged as your decision.'];
}

/** Why the rules would pass somebody over, each reason with its end. */
export const againstLines = (against: readonly AgainstWords[]): Line[] =>
  against.map(({ words, until }) => [
    stranger(words, shown.words),
    ...(until === null ? [] : [' until ', when(until)]),
  ]);
