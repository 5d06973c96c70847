import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDatabase } from './databases.ts';
import { load, print } from './figures.ts';
import { contacts } from './import.ts';
import { runCommand } from './run-command.ts';

/** 20,000 imported contacts: how long a backup and a restore take, how much memory, and how large the file is. */
export async function measureBackup(adminUrl: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-bench-'));
  const [csv, file] = [join(folder, 'contacts.csv'), join(folder, 'contacts.backup')];
  const source = await createDatabase('postgres', adminUrl);
  const target = await createDatabase('postgres', adminUrl);
  try {
    await pipeline(Readable.from(contacts(new Date())), createWriteStream(csv));
    print(load());
    await tell('import', [csv, '--preset', 'hubspot', '--yes'], source.env);
    await tell('backup', [file], source.env);
    print(`    ${((await stat(file)).size / 1e6).toFixed(1)} MB`);
    await tell('restore', [file], target.env);
  } finally {
    await source.drop();
    await target.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tell(name: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  const { seconds, memoryMiB, code, told } = await runCommand([name, ...args], env);
  print(`  ${name}: ${seconds.toFixed(1)} s in all, ${memoryMiB} MiB at its peak, exit code ${code}`);
  print(`    ${told}`);
}
