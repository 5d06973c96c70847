/** The clock on the wall, which no test moves. For what others compare with it as well; whatever we decide asks `core.now()`. */
export const wallClock = (): Date => new Date();
