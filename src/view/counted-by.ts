import type { FunnelScope } from '#db/funnel.ts';
import { segmentOf } from '#domain/segments.ts';
import type { SettingsInForce } from '#src/core/core.ts';

/** What of the settings decides how leads are counted. */
export const countedBy = ({
  settings,
  version,
}: SettingsInForce): Pick<FunnelScope, 'timeZone' | 'segments'> => ({
  timeZone: settings.workspace.time_zone,
  segments: { version, of: (lead) => segmentOf(settings, lead) },
});
