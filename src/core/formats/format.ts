import type { Bytes, ImageFault, ImageType } from '../image.ts';

/** Width × height in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Blocks of a file that are looked at, at most: in 50 MiB they have 260 bytes each, and real ones far more. Millions of empty
 * ones would take a minute and a gigabyte.
 */
export const MOST_BLOCKS = 200_000;

/** What a walk over a file's blocks finds, up to its first fault. */
export interface Findings {
  alpha: boolean;
  credentials: boolean;
  fault?: ImageFault;
}

/** The CRC-32 of `from` up to `to`. */
export type Crc32 = (bytes: Bytes, from: number, to: number) => number;

/** How one type of file is read. Nothing here throws, whatever the bytes are. */
export interface Format {
  readonly type: ImageType;
  /** By the magic number. */
  matches(bytes: Bytes): boolean;
  /** From the header alone; `undefined` where the bytes do not reach that far. */
  size(bytes: Bytes): Size | undefined;
  /** Goes over all blocks of the file; none of its frames may have more than `maxPixels`. */
  walk(bytes: Bytes, maxPixels: number, crc32: Crc32): Findings;
}
