import { accessSync, constants, statfsSync } from 'node:fs';

/** Where the server is to listen: at a socket in a folder, or at a port of this machine alone. */
export type Place = { socketFolder: string } | { port: number };

/** Its socket's name ends with this; there is no port behind it. */
export const SOCKET_PORT = 5432;

export type Keeping = 'durable' | 'throwaway';

// Autovacuum is a superuser's: while it is at work in a database, the role that made it may not drop it by force.
const THROWAWAY = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' };

/** The server's settings, as `name=value`. Given at each start, so that a new version's hold in an old folder. */
export function serverSettings(
  place: Place,
  { keeps, maxConnections, major }: { keeps: Keeping; maxConnections: number; major: number },
): string[] {
  return Object.entries({
    ...('port' in place
      ? { listen_addresses: '127.0.0.1', port: place.port, unix_socket_directories: '' }
      : { listen_addresses: '', port: SOCKET_PORT, unix_socket_directories: quoted(place.socketFolder) }),
    unix_socket_permissions: '0700',
    cluster_name: 'handoff',

    max_connections: maxConnections,
    shared_buffers: '32MB',
    huge_pages: 'off',
    ...sharedMemory(),
    // One process less for each of these, and nothing here needs them.
    max_wal_senders: 0,
    wal_level: 'minimal',
    max_logical_replication_workers: 0,
    max_parallel_workers: 0,
    max_parallel_workers_per_gather: 0,
    max_parallel_maintenance_workers: 0,
    max_worker_processes: 0,
    autovacuum_max_workers: 2,
    ...(major >= 18 ? { io_method: 'sync', autovacuum_worker_slots: 2 } : {}),
    jit: 'off',
    min_wal_size: '32MB',
    max_wal_size: '512MB',

    timezone: 'UTC',
    datestyle: 'ISO, MDY',
    lc_messages: 'C',

    // People's data is in statements and values: what is logged has neither, and is little.
    logging_collector: 'off',
    log_destination: 'stderr',
    log_min_messages: 'fatal',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_statement: 'none',
    log_min_duration_statement: -1,
    log_timezone: 'UTC',

    ...(keeps === 'throwaway' ? THROWAWAY : {}),
  }).map(([name, value]) => `${name}=${value}`);
}

/** A list of folders, of which a comma or a blank must not make two. */
const quoted = (folder: string): string => `"${folder.replaceAll('"', '""')}"`;

// With 1 MB no server starts; a container has 64, or what somebody gave it.
const LEAST_SHARED = 16e6;

/** A container may have no /dev/shm, one that it may not write to, or one with next to nothing in it. */
export function sharedMemory(): Record<string, string> {
  if (process.platform !== 'linux') return {};
  return { dynamic_shared_memory_type: hasSharedMemory() ? 'posix' : 'mmap' };
}

function hasSharedMemory(): boolean {
  try {
    accessSync('/dev/shm', constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= LEAST_SHARED;
  } catch {
    return false;
  }
}
