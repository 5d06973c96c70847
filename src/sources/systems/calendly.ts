import { type Adapter, type Found, type Reading, signature, unknownEvent } from '../adapter.ts';
import { leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';

const EVENTS = new Set([
  'invitee.created',
  'invitee.canceled',
  'invitee_no_show.created',
  'invitee_no_show.deleted',
]);

/** https://developer.calendly.com/api-docs: a reschedule is a booking and a cancellation, in either order. */
export const calendly: Adapter = {
  proof: signature({
    header: 'Calendly-Webhook-Signature',
    prefix: 'v1=',
    template: '{timestamp}.{body}',
    tolerance: { unit: 'minutes', amount: 3 },
  }),
  read: (body, reading) => {
    const event = textAt(body, 'event') ?? '';
    const payload = at(body, 'payload');
    if (event === 'routing_form_submission.created') return [routingForm(body, payload)];
    if (!EVENTS.has(event)) return [unknownEvent(body, event || undefined)];
    return [invitee(body, event, payload, reading)];
  },
};

function invitee(body: unknown, event: string, payload: unknown, { settings }: Reading): Found {
  // The news that they did not come may name the invitee only.
  const uri = textAt(payload, 'invitee') ?? textAt(payload, 'invitee', 'uri') ?? textAt(payload, 'uri');
  const replaces = textAt(payload, 'old_invitee');
  // Only a first booking asks for sales: what moves or cancels one is news of it.
  const isRequest = event === 'invitee.created' && replaces === undefined;
  const meeting = at(payload, 'scheduled_event');
  const canceler = textAt(payload, 'cancellation', 'canceler_type');
  // A mark that they did not come may be set, taken back and set again.
  const again = event.startsWith('invitee_no_show') ? textAt(body, 'created_at') : undefined;
  return {
    item: body,
    lead: {
      id: [event, textAt(payload, 'uri') ?? uri, again].filter((part) => part !== undefined).join('|'),
      kind: isRequest ? 'lead' : 'signal',
      channel: event === 'invitee.created' ? (settings.defaults.channel ?? 'demo_request') : undefined,
      occurred_at: at(body, 'created_at'),
      refs: uri === undefined ? [] : [{ system: 'calendly', type: 'invitee', id: uri }],
      person: {
        email: at(payload, 'email'),
        full_name: at(payload, 'name'),
        first_name: at(payload, 'first_name'),
        last_name: at(payload, 'last_name'),
        phone: at(payload, 'text_reminder_number'),
        time_zone: at(payload, 'timezone'),
      },
      campaign: { form: textAt(meeting, 'name'), ...tracking(payload) },
      discovery: { answers: answers(payload) },
      meeting: {
        id: uri,
        replaces,
        status: statusOf(event, at(payload, 'rescheduled') === true),
        start_at: at(meeting, 'start_time'),
        end_at: at(meeting, 'end_time'),
        host_email: at(recordsAt(meeting, 'event_memberships')[0], 'user_email'),
        join_url: at(meeting, 'location', 'join_url'),
        cancelled_by: canceler === undefined ? undefined : canceler === 'host' ? 'host' : 'lead',
      },
      owner_email: at(recordsAt(meeting, 'event_memberships')[0], 'user_email'),
    },
  };
}

function statusOf(event: string, isMoved: boolean): string {
  if (event === 'invitee.created') return 'booked';
  if (event === 'invitee_no_show.created') return 'no_show';
  if (event === 'invitee_no_show.deleted') return 'reopened';
  return isMoved ? 'moved' : 'cancelled';
}

/** Its address stands among the answers only. */
function routingForm(body: unknown, payload: unknown): Found {
  const fields = answers(payload).map(({ question, answer }) => ({ label: question, value: answer }));
  const lead = leadFromFields(fields);
  const id = textAt(payload, 'uri');
  return {
    item: body,
    lead: {
      ...lead,
      id: id === undefined ? undefined : `routing_form_submission|${id}`,
      occurred_at: at(payload, 'created_at') ?? at(body, 'created_at'),
      campaign: tracking(payload),
    },
  };
}

const answers = (payload: unknown) =>
  recordsAt(payload, 'questions_and_answers').map((one) => ({
    question: textAt(one, 'question') ?? '',
    answer: textAt(one, 'answer') ?? '',
  }));

const tracking = (payload: unknown) => ({
  utm_source: textAt(payload, 'tracking', 'utm_source'),
  utm_medium: textAt(payload, 'tracking', 'utm_medium'),
  utm_campaign: textAt(payload, 'tracking', 'utm_campaign'),
});
