/** Keys of items that an import made begin like this; no sender's own key does. */
export const IMPORTED = 'import:';
