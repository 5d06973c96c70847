import { type CanonicalLead, CONSENTS, type Consent } from './lead.ts';
import { type Known, type Origin, type Origins, originAt } from './origin.ts';

/** Which consents a message gives back, of those its sender is the authority for. A `false` of anybody else lifts nothing. */
export const liftedBy = (
  { consent }: CanonicalLead,
  authorityFor: readonly Consent[] | undefined,
): Consent[] => CONSENTS.filter((one) => consent?.[one] === false && authorityFor?.includes(one));

/** That something must not be asked any more, or may be again; who said so, and when. */
export type ConsentChange = {
  type: 'consent_changed';
  consent: Consent;
  to: 'set' | 'lifted';
} & Pick<Origin, 'by' | 'id' | 'at'>;

/** What changed for whoever works on a lead. */
export function consentChanges(before: CanonicalLead, { record, origins }: Known): ConsentChange[] {
  return CONSENTS.flatMap((consent) => {
    const [was, is] = [before, record].map((one) => one.consent?.[consent] ?? false);
    return was === is ? [] : [change(origins, consent, is ? 'set' : 'lifted')];
  });
}

/** What may be asked again, though somebody had withdrawn it. */
export const liftedConsents = ({ record, origins }: Known): ConsentChange[] =>
  CONSENTS.filter((one) => record.consent?.[one] === false)
    .map((one) => ({ one, origin: originAt(origins, `consent.${one}`) }))
    .flatMap(({ one, origin }) => (origin.lifted ? [change(origins, one, 'lifted')] : []));

function change(origins: Origins, consent: Consent, to: ConsentChange['to']): ConsentChange {
  const { by, id, at } = originAt(origins, `consent.${consent}`);
  return { type: 'consent_changed', consent, to, by, id, at };
}
