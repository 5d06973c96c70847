import type { CanonicalLead, Channel, LeadSignal, SignalType } from './lead.ts';

/** What is told later completes and corrects what was told before; what is not told stays. */
export function mergeLead(known: CanonicalLead, told: CanonicalLead): CanonicalLead {
  return {
    ...known,
    ...defined(told),
    person: { ...known.person, ...defined(told.person) },
    account: { ...known.account, ...defined(told.account) },
    campaign: known.campaign ?? told.campaign,
    channel: told.channel ?? known.channel,
    consent: { ...known.consent, ...defined(told.consent ?? {}) } as CanonicalLead['consent'],
    discovery: mergeDiscovery(known.discovery, told.discovery),
    refs: unique([...known.refs, ...told.refs], (ref) => `${ref.system}:${ref.type}:${ref.id}`),
    tags: [...new Set([...known.tags, ...told.tags])],
    signals: [],
  };
}

function mergeDiscovery(
  known: CanonicalLead['discovery'],
  told: CanonicalLead['discovery'],
): CanonicalLead['discovery'] {
  if (!known || !told) return told ?? known;
  return { ...known, ...defined(told), answers: [...known.answers, ...told.answers] };
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<T>;
}

function unique<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
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

/** What the lead did, counting what it did by coming to us, where its channel says so. */
export function signalsOf(lead: CanonicalLead, capturedAt: Date): LeadSignal[] {
  const type = lead.channel && SIGNAL_OF_CHANNEL[lead.channel];
  const isTold = lead.signals.some((signal) => signal.type === type);
  if (lead.kind !== 'lead' || !type || isTold) return lead.signals;
  const title = lead.campaign?.form ?? lead.campaign?.name;
  return [...lead.signals, { type, at: capturedAt.toISOString(), title, url: lead.campaign?.landing_page }];
}
