import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { type Place, textAt } from './place.ts';

/** The leg of a pool, a route or a policy as it is written. */
export const legOf = (place: Place): string => textAt(place, 'leg') ?? USUAL_LEG;
