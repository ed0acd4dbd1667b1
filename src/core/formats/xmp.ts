import { Failed } from '../failure.ts';
import { type Bytes, type ImageInfo, type ImageType, inspectImage, sniffHeader } from '../image.ts';
import type { Carrier } from './carrier.ts';
import { xmpJpeg } from './xmpJpeg.ts';
import { xmpPng } from './xmpPng.ts';
import { xmpWebp } from './xmpWebp.ts';

/** Begins the `x:xmptk` of what Easel writes; whoever changes a packet puts his own name there. */
export const TOOLKIT = 'Easel';

/** XMP in bytes, at most, of what is read. */
const MAX_BYTES = 1024 * 1024;

const carriers: Readonly<Record<ImageType, Carrier | undefined>> = {
  png: xmpPng,
  jpeg: xmpJpeg,
  webp: xmpWebp,
  gif: undefined,
};

/**
 * The file with an XMP packet in it, in the place of one that Easel wrote before; no pixel is encoded again. `credentials`:
 * it carries C2PA credentials, which any change would break. `otherXmp`: it has XMP that is not Easel's. `undefined`: its
 * type cannot carry the packet, or it is not whole. Never throws.
 */
export function addXmp(bytes: Bytes, xmp: string): Bytes | 'credentials' | 'otherXmp' | undefined {
  const info = inspect(bytes);
  const carrier = info && carriers[info.type];
  if (info?.credentials) return 'credentials';
  if (!carrier) return undefined;
  const packets = carrier.packets(bytes);
  if (!packets.every((packet) => packet.xmp && isOwn(packet.xmp))) return 'otherXmp';
  return carrier.put(bytes, new TextEncoder().encode(xmp), packets);
}

/** The XMP packet in a PNG, JPEG or WebP that may be cut off; of a compressed one nothing. Never throws. */
export function readEmbeddedXmp(bytes: Bytes): string | undefined {
  const type = sniffHeader(bytes)?.type;
  const packet = type && carriers[type]?.packets(bytes).find(({ xmp }) => xmp !== undefined);
  return packet?.xmp && packet.xmp.length <= MAX_BYTES ? decode(packet.xmp) : undefined;
}

function inspect(bytes: Bytes): ImageInfo | undefined {
  try {
    return inspectImage(bytes);
  } catch (error) {
    if (error instanceof Failed) return undefined;
    throw error;
  }
}

function isOwn(xmp: Bytes): boolean {
  return decode(xmp.subarray(0, 4000)).includes(`x:xmptk="${TOOLKIT}`);
}

function decode(xmp: Bytes): string {
  return new TextDecoder().decode(xmp);
}
