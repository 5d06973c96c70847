import type { CanonicalLead, LeadSignal, SignalType } from '#domain/lead.ts';
import type { Delay } from '#domain/settings-shapes.ts';

/** What a lead did, where it brought no title of its own. */
export const SIGNAL_LABELS: Record<SignalType, string> = {
  page_view: 'Page view',
  pricing_view: 'Pricing page',
  form_submit: 'Form sent',
  content_download: 'Content download',
  webinar_registered: 'Webinar registration',
  webinar_attended: 'Webinar attended',
  email_open: 'E-mail opened',
  email_click: 'E-mail link followed',
  email_reply: 'E-mail answered',
  ad_click: 'Ad click',
  chat: 'Chat',
  call: 'Call',
  meeting: 'Meeting',
  demo_view: 'Demo viewed',
  document_view: 'Document viewed',
  room_view: 'Sales room visited',
  trial_start: 'Trial started',
  product_event: 'Product use',
  intent_surge: 'Intent surge',
  review_site_visit: 'Review site visit',
  list_membership: 'Added to a list',
  expansion: 'May buy more',
  churn: 'Has left',
  other: 'Activity',
};

/** The name a person is shown by: their name, else their address, else what there is. */
export function nameOfLead({ person, refs }: CanonicalLead): string {
  const parts = [person.first_name, person.last_name].filter((part) => part?.trim());
  const ref = refs[0];
  return (
    person.full_name?.trim() ||
    parts.join(' ') ||
    person.email ||
    person.phone ||
    (ref ? `${ref.system} ${ref.id}` : 'Unnamed lead')
  );
}

/** The text settings and buttons use for a delay: `15m`, `4h`, `2bd`, `next_morning`. */
export function delayCode(delay: Delay): string {
  if (delay.unit === 'next_morning') return 'next_morning';
  return delay.unit === 'business_days' ? `${delay.amount}bd` : `${delay.amount}m`;
}

export function delayWords(delay: Delay): string {
  if (delay.unit === 'next_morning') return 'Next working morning';
  if (delay.unit === 'business_days') return plural(delay.amount, 'working day');
  const { amount } = delay;
  if (amount % 1_440 === 0) return plural(amount / 1_440, 'day');
  return amount % 60 === 0 ? plural(amount / 60, 'hour') : plural(amount, 'minute');
}

const plural = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'}`;

/** What somebody did, in the words of whoever told of it; that a customer may buy more or has left is said in any case. */
export function signalWords({ type, title }: Pick<LeadSignal, 'type' | 'title'>): string {
  const told = title?.trim() ?? '';
  if (told === '') return SIGNAL_LABELS[type];
  return type === 'expansion' || type === 'churn' ? `${SIGNAL_LABELS[type]}: ${told}` : told;
}
