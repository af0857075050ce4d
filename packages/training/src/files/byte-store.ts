/** A place for one file's bytes: a file in Node, an entry of IndexedDB, a download, or your own. */
export interface ByteStore {
  /** Replaces the old bytes as a whole. If it fails, the old bytes stay. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves to the bytes that were written last, or to undefined if there are none. */
  read(): Promise<Uint8Array | undefined>;
}
