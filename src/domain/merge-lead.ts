import type { CanonicalLead, Channel, LeadSignal, SignalType } from './lead.ts';

/** What is told later completes and corrects what was told before; what is not told stays. */
export function mergeLead(known: CanonicalLead, told: CanonicalLead): CanonicalLead {
  return {
    ...known,
    ...defined(told),
    // A signal about a lead makes no signal of it.
    kind: known.kind === 'lead' ? known.kind : told.kind,
    person: { ...known.person, ...defined(told.person) },
    account: { ...known.account, ...defined(told.account) },
    campaign: known.campaign ?? told.campaign,
    // How they came is said by a request of theirs; what a signal comes through is only its source's usual channel.
    channel: told.kind === 'lead' ? (told.channel ?? known.channel) : (known.channel ?? told.channel),
    consent: merged(known.consent, told.consent),
    discovery: mergeDiscovery(known.discovery, told.discovery),
    refs: joined(known.refs, told.refs, (ref) => `${ref.system}:${ref.type}:${ref.id}`),
    tags: [...new Set([...known.tags, ...told.tags])],
    signals: [],
  };
}

function mergeDiscovery(
  known: CanonicalLead['discovery'],
  told: CanonicalLead['discovery'],
): CanonicalLead['discovery'] {
  const discovery = merged(known, told);
  // The same form filled in again answers the same questions again.
  const answers = joined(known?.answers ?? [], told?.answers ?? [], ({ question }) => question);
  return discovery && { ...discovery, answers };
}

function merged<T extends object>(known: T | undefined, told: T | undefined): T | undefined {
  return known && told ? { ...known, ...defined(told) } : (told ?? known);
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<T>;
}

/** Both lists in order, each key once, completed and corrected by what was told. */
function joined<T extends object>(known: readonly T[], told: readonly T[], keyOf: (part: T) => string): T[] {
  const parts = new Map<string, T>();
  for (const part of [...known, ...told]) {
    const key = keyOf(part);
    parts.set(key, { ...part, ...parts.get(key), ...defined(part) });
  }
  return [...parts.values()];
}

const SIGNAL_OF_CHANNEL: Partial<Record<Channel, SignalType>> = {
  demo_request: 'form_submit',
  pricing_request: 'form_submit',
  website: 'form_submit',
  content: 'content_download',
  webinar: 'webinar_registered',
  chat: 'chat',
  phone: 'call',
};

/** A request says more by its name than by its campaign's. */
const TITLE_OF_CHANNEL: Partial<Record<Channel, string>> = {
  demo_request: 'Demo request',
  pricing_request: 'Pricing request',
};

/** What the lead did, counting what it did by coming to us, where its channel says so. */
export function signalsOf(lead: CanonicalLead, capturedAt: Date): LeadSignal[] {
  const type = lead.channel && SIGNAL_OF_CHANNEL[lead.channel];
  const isTold = lead.signals.some((signal) => signal.type === type);
  if (lead.kind !== 'lead' || !type || isTold) return lead.signals;
  const title = lead.campaign?.form ?? TITLE_OF_CHANNEL[lead.channel ?? 'unknown'] ?? lead.campaign?.name;
  return [...lead.signals, { type, at: capturedAt.toISOString(), title, url: lead.campaign?.landing_page }];
}
