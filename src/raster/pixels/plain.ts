import { big16, big32, byte, isAt, little32 } from '../../core/formats/bytes.ts';
import type { Bytes, ImageType } from '../../core/image.ts';

/**
 * Whether a file holds one 8-bit picture, grey or RGB, and nothing else. Blocks are told by what is known to be harmless:
 * anything new could tell where and by whom the picture was made.
 */
export function isPlain(bytes: Bytes, type: ImageType): boolean {
  switch (type) {
    case 'png':
      return isPlainPng(bytes);
    case 'jpeg':
      return isPlainJpeg(bytes);
    case 'webp':
      return isPlainWebp(bytes);
    case 'gif':
      return false;
  }
}

const CHUNKS = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'sRGB', 'gAMA', 'cHRM', 'sBIT', 'bKGD', 'pHYs', 'hIST'];
const BIT_DEPTH = 24;
const COLOR_TYPE = 25;
/** An indexed picture: servers want grey or RGB. */
const INDEXED = 3;

function isPlainPng(bytes: Bytes): boolean {
  if (byte(bytes, BIT_DEPTH) !== 8 || byte(bytes, COLOR_TYPE) === INDEXED) return false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + big32(bytes, at)) {
    if (!CHUNKS.some((name) => isAt(bytes, at + 4, name))) return false;
    if (isAt(bytes, at + 4, 'IEND')) return at + 12 === bytes.length;
  }
  return false;
}

const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP0 = 0xe0;
const APP14 = 0xee;
/** Tables, and how they are restarted: DHT, DAC, DQT, DNL, DRI. */
const TABLES = [0xc4, 0xcc, 0xdb, 0xdc, 0xdd];
/** Baseline, extended and progressive frames. */
const FRAMES = [0xc0, 0xc1, 0xc2];

/** Source: https://www.w3.org/Graphics/JPEG/itu-t81.pdf Annex B */
function isPlainJpeg(bytes: Bytes): boolean {
  for (let at = 2; at + 2 <= bytes.length; ) {
    if (byte(bytes, at) !== 0xff) return false;
    const marker = byte(bytes, at + 1);
    if (marker === END_OF_IMAGE) return at + 2 === bytes.length;
    if (marker !== START_OF_SCAN && !isPlainSegment(bytes, at, marker)) return false;
    at += 2 + big16(bytes, at + 2);
    if (marker === START_OF_SCAN) at = endOfScan(bytes, at);
  }
  return false;
}

function isPlainSegment(bytes: Bytes, at: number, marker: number): boolean {
  // Eight bits a channel, and one or three of them: four are CMYK.
  if (FRAMES.includes(marker)) return byte(bytes, at + 4) === 8 && [1, 3].includes(byte(bytes, at + 9));
  // A longer one has a thumbnail.
  if (marker === APP0) return isAt(bytes, at + 4, 'JFIF\0') && big16(bytes, at + 2) === 16;
  return TABLES.includes(marker) || (marker === APP14 && isAt(bytes, at + 4, 'Adobe') && big16(bytes, at + 2) === 14);
}

/** Where the next segment begins: in the pixels' data 0xff is followed by 0 or a restart mark. */
function endOfScan(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 2)) {
    const next = byte(bytes, at + 1);
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** Source: RFC 9649 §2 */
function isPlainWebp(bytes: Bytes): boolean {
  if (8 + little32(bytes, 4) !== bytes.length) return false;
  for (let at = 12; at + 8 <= bytes.length; ) {
    if (!['VP8 ', 'VP8L', 'VP8X', 'ALPH'].some((name) => isAt(bytes, at, name))) return false;
    const length = little32(bytes, at + 4);
    at += 8 + length + (length % 2);
  }
  return true;
}
