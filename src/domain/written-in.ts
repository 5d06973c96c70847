import type { LeadSignal, SignalType } from './lead.ts';
import type { ToldTouch } from './response.ts';

/** What somebody does who writes to us, so that an answer to it is one. */
const WRITES: readonly SignalType[] = ['form_submit', 'email_reply', 'chat'];

/** Whether a lead had written to us by then: a request that raises a hand, a form, a chat, a reply to what was sent. */
export const hasWrittenIn = (
  { evidence, capturedAt }: { evidence: { isHandRaiser: boolean }; capturedAt: Date },
  did: { signals: readonly LeadSignal[]; touches: readonly ToldTouch[] },
  at: Date,
): boolean =>
  (evidence.isHandRaiser && capturedAt <= at) ||
  did.signals.some((signal) => WRITES.includes(signal.type) && new Date(signal.at) <= at) ||
  did.touches.some((touch) => touch.channel !== 'call' && touch.outcome === 'reached' && touch.at < at);
