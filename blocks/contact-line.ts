import type { CardModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { day, join, type Line, linkTo, stranger } from './lines.ts';
import { decentHoursPart } from './prospect-line.ts';
import { plain } from './text.ts';

/** How and when to reach the lead. A flag stands in words in the place of the link it removes. */
export function contactLine(model: Pick<CardModel, 'links' | 'flags' | 'lifted' | 'prospect'>): Line | null {
  const { links, flags, lifted, prospect } = model;
  const mayReach = !flags.doNotContact;
  const parts: (Line | null)[] = [
    flags.doNotContact ? ['Do not contact'] : null,
    flags.doNotCall ? ['Do not call'] : null,
    flags.unsubscribed ? ['Unsubscribed from e-mail'] : null,
    ...lifted.map(
      ({ words, byName, at: liftedAt }): Line => [
        `${words} (`,
        stranger(byName, shown.name),
        ', ',
        day(liftedAt),
        ')',
      ],
    ),
    links.phone !== null && mayReach && !flags.doNotCall ? callLink(links.phone) : null,
    links.email !== null && mayReach && !flags.unsubscribed ? mailLink(links.email) : null,
    links.linkedin !== null && mayReach ? [linkTo(links.linkedin, linkedinLabel(links.linkedin))] : null,
    links.crm !== null ? [linkTo(links.crm, `CRM record${at(links.crm)}`)] : null,
    prospect !== null && mayReach ? decentHoursPart(prospect) : null,
  ];
  const line = join(parts, ' · ');
  return line.length === 0 ? null : line;
}

/** A number with letters other than an extension is shown, not dialled: guessing digits calls a stranger. */
function callLink(phone: string): Line {
  // +49 (0)30 is dialled either with the code or with the zero, never with both.
  const written = phone.replace(/^\s*(\+[\d\s]+)\(0\)/, '$1');
  const dialled = /^\s*(\+?)([\d\s().\-/]{5,}?)\s*(?:$|(?:ext|x|#|,|;))/iu.exec(written);
  const digits = dialled?.[2]?.replace(/\D/g, '') ?? '';
  if (digits.length < 5) return ['Call ', stranger(phone, shown.name)];
  return [linkTo(`tel:${dialled?.[1]}${digits}`, `Call ${plain(phone, shown.name)}`)];
}

function mailLink(email: string): Line {
  const parts = /^([^\s@]+)@([^\s@]+)$/u.exec(email);
  const [, name, domain] = parts ?? [];
  if (!name || !domain) return ['E-mail ', stranger(email, shown.name)];
  // Encoded, because "?bcc=…" would be read as a header.
  const url = `mailto:${encodeURIComponent(name.toWellFormed())}@${encodeURIComponent(domain.toWellFormed())}`;
  return [linkTo(url, `E-mail ${plain(email, shown.name)}`)];
}

function linkedinLabel(url: string): string {
  const host = hostOf(url);
  return host === 'linkedin.com' || host?.endsWith('.linkedin.com') ? 'LinkedIn' : `Profile${at(url)}`;
}

const hostOf = (url: string): string | null => URL.parse(url)?.hostname ?? null;

/** Says where a link leads, because its address comes from outside. */
function at(url: string): string {
  const host = hostOf(url);
  return host ? ` (${host})` : '';
}
