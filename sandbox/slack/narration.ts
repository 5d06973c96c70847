import type { SeenMessage } from './seen-message.ts';
import type { View } from './views.ts';

/** What happens in the workspace, for a demo to narrate. */
export type Happening =
  | { type: 'message_posted'; message: SeenMessage }
  | { type: 'message_updated'; message: SeenMessage }
  | { type: 'message_deleted'; message: SeenMessage }
  | { type: 'ephemeral_shown'; userId: string; message: SeenMessage }
  | { type: 'view_opened'; userId: string; view: View }
  | { type: 'view_updated'; userId: string; view: View }
  | { type: 'view_closed'; userId: string; view: View }
  | { type: 'home_published'; userId: string; view: View }
  | { type: 'pressed'; userId: string; actionId: string; label: string; channel?: string }
  | { type: 'submitted'; userId: string; view: View }
  | { type: 'command'; userId: string; text: string; channel: string }
  | { type: 'event_sent'; event: string };

export type Listener = (happening: Happening, at: Date) => void;

export type Narration = ReturnType<typeof createNarration>;

export function createNarration(now: () => Date) {
  const listeners = new Set<Listener>();

  function listen(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    listen,

    tell(happening: Happening): void {
      for (const listener of listeners) listener(happening, now());
    },
  };
}
