import type { Bytes } from '../image.ts';
import type { Span } from './bytes.ts';

/** A block of a file that holds XMP. */
export interface Packet extends Span {
  /** The XMP itself, UTF-8; absent where it is compressed or in parts. */
  readonly xmp?: Bytes;
}

/** How one type of file carries XMP. Nothing here throws, whatever the bytes are. */
export interface Carrier {
  /** In the order of the file. */
  packets(bytes: Bytes): readonly Packet[];
  /** A sound file with this XMP and without its blocks in `replaced`; `undefined` where it cannot hold it. */
  put(bytes: Bytes, xmp: Bytes, replaced: readonly Packet[]): Bytes | undefined;
}
