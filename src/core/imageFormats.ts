import type { Bytes, ImageFault, ImageType } from './image.ts';

/** What a walk over a file's blocks finds, up to its first fault. */
export interface Findings {
  alpha: boolean;
  credentials: boolean;
  fault?: ImageFault;
}

/** How one type of file is read. Nothing here throws, whatever the bytes are, or looks at a byte more than twice. */
export interface Format {
  readonly type: ImageType;
  /** By the magic number. */
  matches(bytes: Bytes): boolean;
  /** Width × height in px from the header alone; `undefined` where the bytes do not reach that far. */
  size(bytes: Bytes): { readonly width: number; readonly height: number } | undefined;
  /** Goes over all blocks of the file; none of its frames may have more than `maxPixels`. */
  walk(bytes: Bytes, maxPixels: number): Findings;
}

/** https://www.w3.org/TR/png-3/ */
const png: Format = {
  type: 'png',
  matches: (bytes) => startsWith(bytes, 0, '\x89PNG'),
  size: (bytes) => (bytes.length < 24 ? undefined : { width: big32(bytes, 16), height: big32(bytes, 20) }),
  walk(bytes) {
    const found: Findings = { alpha: false, credentials: false };
    if (bytes.length < 8) return { ...found, fault: 'truncated' };
    if (!startsWith(bytes, 4, '\r\n\x1a\n')) return { ...found, fault: 'damaged' };
    const seen = new Set<string>();
    for (let at = 8; ; ) {
      const length = big32(bytes, at);
      const end = at + 12 + length;
      const type = text(bytes, at + 4, 4);
      if (bytes.length < at + 8) return { ...found, fault: 'truncated' };
      if (!/^[A-Za-z]{4}$/.test(type) || length > 0x7fffffff) return { ...found, fault: 'damaged' };
      if (seen.size === 0 ? type !== 'IHDR' : type === 'IHDR') return { ...found, fault: 'damaged' };
      if (end > bytes.length) return { ...found, fault: 'truncated' };
      if (crc32(bytes, at + 4, end - 4) !== big32(bytes, end - 4)) return { ...found, fault: 'damaged' };
      if (type === 'IHDR') {
        if (length !== 13 || !isHeader(bytes, at + 8)) return { ...found, fault: 'damaged' };
        found.alpha = [4, 6].includes(byte(bytes, at + 17));
      }
      if (type === 'tRNS') found.alpha = true;
      if (type === 'caBX') found.credentials = true;
      seen.add(type);
      if (type === 'IEND') {
        const isWhole = seen.has('IDAT') && (byte(bytes, 25) !== 3 || seen.has('PLTE'));
        return isWhole ? found : { ...found, fault: 'damaged' };
      }
      at = end;
    }
  },
};

/** Bit depth by color type, then compression, filter and interlace methods. Source: PNG §11.2.1. */
function isHeader(bytes: Bytes, at: number): boolean {
  const depths: Record<number, readonly number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
  const isColor = depths[byte(bytes, at + 9)]?.includes(byte(bytes, at + 8));
  return isColor === true && byte(bytes, at + 10) === 0 && byte(bytes, at + 11) === 0 && byte(bytes, at + 12) < 2;
}

/** https://www.w3.org/Graphics/JPEG/itu-t81.pdf */
const jpeg: Format = {
  type: 'jpeg',
  matches: (bytes) => startsWith(bytes, 0, '\xff\xd8\xff'),
  size(bytes) {
    for (const { marker, at } of segments(bytes)) {
      if (isFrame(marker) && at + 9 <= bytes.length) return { width: big16(bytes, at + 7), height: big16(bytes, at + 5) };
    }
    return undefined;
  },
  walk(bytes) {
    const found: Findings = { alpha: false, credentials: false };
    let frames = 0;
    let scans = 0;
    for (const { marker, at, end } of segments(bytes)) {
      if (marker === 0xd9) return frames === 1 && scans > 0 ? found : { ...found, fault: 'damaged' };
      if (end > bytes.length) return { ...found, fault: 'truncated' };
      if (end < at + 4) return { ...found, fault: 'damaged' };
      if (isFrame(marker)) frames += 1;
      if (marker === 0xda) scans += 1;
      if (marker === 0xeb && startsWith(bytes, at + 4, 'JP') && text(bytes, at + 16, 4) === 'jumb') found.credentials = true;
    }
    return { ...found, fault: 'truncated' };
  },
};

/**
 * The segments of a JPEG that have a length, then the end mark (0xd9) where there is one. `at` is where the marker begins,
 * `end` where the next one is looked for, which may be past the end of the bytes. A length below 2 ends it.
 */
function* segments(bytes: Bytes): Generator<{ marker: number; at: number; end: number }> {
  for (let next = 2; ; ) {
    // Pictures' data and stray bytes between segments are passed over, as libjpeg does.
    const at = bytes.indexOf(0xff, next);
    if (at < 0 || at + 1 >= bytes.length) return;
    const marker = byte(bytes, at + 1);
    if (marker === 0xff) {
      next = at + 1;
    } else if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) {
      next = at + 2;
    } else if (marker === 0xd9) {
      yield { marker, at, end: at + 2 };
      return;
    } else {
      if (at + 4 > bytes.length) return;
      next = at + 2 + big16(bytes, at + 2);
      yield { marker, at, end: next };
      if (next < at + 4 || next > bytes.length) return;
    }
  }
}

/** SOF0–SOF15; in between lie DHT, JPG and DAC. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** https://developers.google.com/speed/webp/docs/riff_container */
const webp: Format = {
  type: 'webp',
  matches: (bytes) => startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP'),
  size(bytes) {
    if (text(bytes, 12, 4) !== 'VP8X') return frameOf(bytes, 12);
    return bytes.length < 30 ? undefined : { width: little24(bytes, 24) + 1, height: little24(bytes, 27) + 1 };
  },
  walk(bytes, maxPixels) {
    const found: Findings = { alpha: false, credentials: false };
    const end = 8 + little32(bytes, 4);
    const isExtended = text(bytes, 12, 4) === 'VP8X';
    let frames = 0;
    let fault: ImageFault | undefined;
    if (isExtended) found.alpha = (byte(bytes, 20) & 0x10) !== 0;
    for (let at = 12; at + 8 <= end && at + 8 <= bytes.length; ) {
      const type = text(bytes, at, 4);
      const length = little32(bytes, at + 4);
      // A frame of an animation has 16 bytes of its own in front of its chunks, the first of which may be `ALPH`.
      if (type === 'VP8 ' || type === 'VP8L' || type === 'ANMF') frames += 1;
      const frame = type === 'ANMF' ? animationFrame(bytes, at) : frameOf(bytes, at);
      if (frame && frame.width * frame.height > maxPixels) fault ??= 'tooManyPixels';
      if (type === 'VP8L' && !isExtended) found.alpha = (byte(bytes, at + 12) & 0x10) !== 0;
      if (type === 'C2PA') found.credentials = true;
      if (at + 8 + length > end) fault ??= end > bytes.length ? 'truncated' : 'damaged';
      at += 8 + length + (length % 2);
    }
    if (end > bytes.length) fault ??= 'truncated';
    if (frames === 0) fault ??= 'damaged';
    return fault ? { ...found, fault } : found;
  },
};

/** Width × height of a `VP8 ` or `VP8L` chunk at `at`. Source: RFC 6386 §9.1, RFC 9649 §3.4. */
function frameOf(bytes: Bytes, at: number): { width: number; height: number } | undefined {
  const type = text(bytes, at, 4);
  if (type === 'VP8 ' && bytes.length >= at + 18) {
    if (!startsWith(bytes, at + 11, '\x9d\x01\x2a')) return { width: 0, height: 0 };
    return { width: little16(bytes, at + 14) & 0x3fff, height: little16(bytes, at + 16) & 0x3fff };
  }
  if (type === 'VP8L' && bytes.length >= at + 13) {
    if (byte(bytes, at + 8) !== 0x2f) return { width: 0, height: 0 };
    const bits = little32(bytes, at + 9);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return undefined;
}

function animationFrame(bytes: Bytes, at: number): { width: number; height: number } {
  return { width: little24(bytes, at + 14) + 1, height: little24(bytes, at + 17) + 1 };
}

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
const gif: Format = {
  type: 'gif',
  matches: (bytes) => startsWith(bytes, 0, 'GIF87a') || startsWith(bytes, 0, 'GIF89a'),
  size: (bytes) => (bytes.length < 10 ? undefined : { width: little16(bytes, 6), height: little16(bytes, 8) }),
  walk(bytes, maxPixels) {
    const found: Findings = { alpha: false, credentials: false };
    let frames = 0;
    for (let at = 13 + colorTable(byte(bytes, 10)); at < bytes.length; ) {
      const block = byte(bytes, at);
      if (block === 0x3b) return frames > 0 ? found : { ...found, fault: 'damaged' };
      if (block === 0x21) {
        // The graphic control extension's first bit says that one color is transparent.
        if (byte(bytes, at + 1) === 0xf9 && (byte(bytes, at + 3) & 1) === 1) found.alpha = true;
        at = afterSubBlocks(bytes, at + 2);
      } else if (block === 0x2c) {
        frames += 1;
        if (little16(bytes, at + 5) * little16(bytes, at + 7) > maxPixels) return { ...found, fault: 'tooManyPixels' };
        at = afterSubBlocks(bytes, at + 11 + colorTable(byte(bytes, at + 9)));
      } else {
        return { ...found, fault: 'damaged' };
      }
    }
    return { ...found, fault: 'truncated' };
  },
};

/** Bytes of the color table that a GIF's packed fields announce. */
function colorTable(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1);
}

function afterSubBlocks(bytes: Bytes, from: number): number {
  let at = from;
  while (byte(bytes, at) !== 0) at += 1 + byte(bytes, at);
  return at + 1;
}

/** All types that are read, by magic number. */
export const formats: readonly Format[] = [png, jpeg, webp, gif];

// Past the end there are zeros: every caller asks for the length where it matters.
function byte(bytes: Bytes, at: number): number {
  return bytes[at] ?? 0;
}

function big16(bytes: Bytes, at: number): number {
  return byte(bytes, at) * 0x100 + byte(bytes, at + 1);
}

function big32(bytes: Bytes, at: number): number {
  return big16(bytes, at) * 0x10000 + big16(bytes, at + 2);
}

function little16(bytes: Bytes, at: number): number {
  return byte(bytes, at) + byte(bytes, at + 1) * 0x100;
}

function little24(bytes: Bytes, at: number): number {
  return little16(bytes, at) + byte(bytes, at + 2) * 0x10000;
}

function little32(bytes: Bytes, at: number): number {
  return little16(bytes, at) + little16(bytes, at + 2) * 0x10000;
}

function text(bytes: Bytes, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function startsWith(bytes: Bytes, at: number, magic: string): boolean {
  return text(bytes, at, magic.length) === magic;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The CRC-32 of `from` up to `to`. Source: PNG Annex D. */
function crc32(bytes: Bytes, from: number, to: number): number {
  let crc = 0xffffffff;
  for (let at = from; at < to; at += 1) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte(bytes, at)) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
