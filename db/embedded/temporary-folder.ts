import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for a cluster that is to be thrown away. Whoever makes it takes it away, too. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  // Where we are root the server is somebody else, and has to pass through to its data; they are closed themselves.
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  return folder;
}
