/**
 * A temporary file that takes the bytes of an image while they arrive, before anybody knows what it is: when the last one is
 * there, hardly anything is left to be written.
 */
export interface Spooled {
  write(piece: Uint8Array): void;
  /**
   * The file's path, once, with all of it on disk; undefined where it does not lie in `folder`. Throws what the disk
   * says.
   */
  finish(folder: string): Promise<string | undefined>;
  /** Takes it away, when it has found its place or when nobody wants it. Never throws. */
  drop(): Promise<void>;
}

/** Opens one more. Never throws: what goes wrong, `finish` tells. */
export type Spool = () => Spooled;
