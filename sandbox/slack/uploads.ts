import type { Ids } from './ids.ts';
import type { SharedFile } from './messages.ts';

export type Uploads = ReturnType<typeof createUploads>;

/** Files between being announced, sent and shared. */
export function createUploads(ids: Ids) {
  const files = new Map<string, SharedFile & { length: number; isReceived: boolean }>();

  return {
    announce(name: string, length: number): string {
      const id = ids.next('F');
      files.set(id, { id, name, title: name, bytes: new Uint8Array(), length, isReceived: false });
      return id;
    },

    /** False when the file is unknown or not as long as announced. */
    receive(id: string, bytes: Uint8Array): boolean {
      const file = files.get(id);
      if (!file || bytes.length !== file.length) return false;
      file.bytes = bytes;
      file.isReceived = true;
      return true;
    },

    find(id: string): SharedFile | undefined {
      const file = files.get(id);
      return file?.isReceived ? { id, name: file.name, title: file.title, bytes: file.bytes } : undefined;
    },
  };
}
