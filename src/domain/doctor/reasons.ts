import type { Settings } from '../settings.ts';
import { reasonsFor } from '../team.ts';
import type { Finding } from './findings.ts';

/** What a press asks a reason for, and has none to choose. */
export function findInReasons(settings: Settings): Finding[] {
  const hasAes = settings.routes.some(({ leg }) => leg === 'sql_to_ae' || leg === 'cs_to_ae');
  if (!hasAes || reasonsFor(settings, 'lose', 'sql_to_ae').length > 0) return [];
  return [
    {
      severity: 'risk',
      where: 'reasons',
      what: 'none is offered_for lose, so no AE can say that a deal is lost',
      advice: 'Copy those at the end of `reasons` in starter.yaml.',
    },
  ];
}
