/** What stands in the way of a backup or a restore, in words for the operator; nothing was changed. */
export class BackupProblem extends Error {}
