import type { Settings, Source } from '../settings.ts';
import type { Finding } from './findings.ts';

/** Names under which tools send who somebody is, and not what they did. */
const OF_SOMEBODY =
  /(?<![a-z])(vid|canonical-vid|e-?mail|phone|anonymousId|(hs_)?object_?id|(contact|person|lead|prospect|user|customer|account|company|record|visitor)_?id)(?![a-z])/i;
/** What says which time it was; then the id is of an event, also with somebody's id in it. */
const OF_AN_EVENT =
  /event|submi|response|request|message|delivery|conversion|enrol|token|booking|occurred|created|updated|modified|timestamp|date|time/i;

/** Sources whose items are told apart by who they are about: whoever asks again in the same words is not heard. */
export function findInSources({ sources }: Pick<Settings, 'sources'>): Finding[] {
  return sources.flatMap((source): Finding[] => {
    const id = personsId(source);
    if (id === null) return [];
    return [
      {
        severity: 'risk',
        where: `source ${source.id}`,
        what: `its id is read from ${id}, which names a person and not what they did: whoever asks again in the same words is taken for a repetition, for ever`,
        advice:
          'Map id to what names the form sent or the enrolment, or leave it out: then only the same body within 24 hours is a repetition. The person’s id belongs into refs.',
      },
    ];
  });
}

/** The expression a source reads its items' id from, where it names a person; else null. */
export function personsId({ map }: Pick<Source, 'map'>): string | null {
  const id = map?.id;
  if (id === undefined) return null;
  const isOfSomebody = OF_SOMEBODY.test(id) || id === map?.['person.email'];
  return isOfSomebody && !OF_AN_EVENT.test(id) ? id : null;
}
