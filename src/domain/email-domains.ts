import { domainToASCII } from 'node:url';
import { DISPOSABLE_MAIL, FREE_MAIL } from './free-mail.ts';

const SHARED = new Set<string>([...FREE_MAIL, ...DISPOSABLE_MAIL]);

/** The domain of an e-mail address in the form domains are compared in; null when there is none. */
export function emailDomain(email: string): string | null {
  const at = email.lastIndexOf('@');
  return at < 1 ? null : normaliseDomain(email.slice(at + 1));
}

/** Lower case, without a trailing dot, international names in ASCII; null when it cannot be a domain. */
export function normaliseDomain(domain: string): string | null {
  const ascii = domainToASCII(domain.trim().replace(/\.$/, '').toLowerCase());
  return ascii.includes('.') && !ascii.startsWith('.') && !ascii.includes('..') ? ascii : null;
}

/** Whether addresses there belong to anybody, so that the domain says nothing about a company. */
export function isFreeMail(domain: string): boolean {
  const labels = (normaliseDomain(domain) ?? '').split('.');
  return labels.some((_, index) => SHARED.has(labels.slice(index).join('.')));
}
