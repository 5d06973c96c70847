import type { View } from '../slack/views.ts';

/** What stands in red under the fields of somebody's modal, until it is sent again or drawn anew. */
export type FieldErrors = {
  remember: (personId: string, modal: View | undefined, errors: Record<string, string> | undefined) => void;
  of: (personId: string, modal: View) => Record<string, string>;
};

export function createFieldErrors(): FieldErrors {
  const byPerson = new Map<string, { drawing: string; errors: Record<string, string> }>();
  return {
    remember: (personId, modal, errors) => {
      if (modal && errors) byPerson.set(personId, { drawing: drawingOf(modal), errors });
      else byPerson.delete(personId);
    },
    of: (personId, modal) => {
      const known = byPerson.get(personId);
      return known && known.drawing === drawingOf(modal) ? known.errors : {};
    },
  };
}

// Slack gives a view a new hash whenever it is drawn, and leaves it while somebody types.
const drawingOf = ({ id, hash }: View): string => `${id} ${hash}`;
