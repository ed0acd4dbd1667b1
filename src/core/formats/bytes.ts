import type { Bytes } from '../image.ts';

// Past the end there are zeros: whoever reads asks for the length where it matters.

export function byte(bytes: Bytes, at: number): number {
  return bytes[at] ?? 0;
}

export function big16(bytes: Bytes, at: number): number {
  return byte(bytes, at) * 0x100 + byte(bytes, at + 1);
}

export function big32(bytes: Bytes, at: number): number {
  return big16(bytes, at) * 0x10000 + big16(bytes, at + 2);
}

export function little16(bytes: Bytes, at: number): number {
  return byte(bytes, at) + byte(bytes, at + 1) * 0x100;
}

export function little24(bytes: Bytes, at: number): number {
  return little16(bytes, at) + byte(bytes, at + 2) * 0x10000;
}

export function little32(bytes: Bytes, at: number): number {
  return little16(bytes, at) + little16(bytes, at + 2) * 0x10000;
}

/** Whether the bytes at `at` are these Latin-1 characters. */
export function isAt(bytes: Bytes, at: number, characters: string): boolean {
  for (let index = 0; index < characters.length; index += 1) {
    if (bytes[at + index] !== characters.charCodeAt(index)) return false;
  }
  return true;
}

/** A number in four bytes, the highest first. */
export function toBig32(value: number): Bytes {
  return toLittle32(value).reverse();
}

/** A number in four bytes, the lowest first. */
export function toLittle32(value: number): Bytes {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

export function toLatin1(characters: string): Bytes {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

export function join(parts: readonly Bytes[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A part of a file: from its first byte up to the one after its last. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

/** The bytes without `removed`, which are in order, and with `inserted` before the byte at `at`, which is in none of them. */
export function splice(bytes: Bytes, removed: readonly Span[], at: number, inserted: Bytes): Bytes {
  const parts: Bytes[] = [];
  let from = 0;
  const copyTo = (to: number): void => {
    parts.push(bytes.subarray(from, to));
    from = to;
  };
  for (const span of removed.filter(({ end }) => end <= at)) {
    copyTo(span.at);
    from = span.end;
  }
  copyTo(at);
  parts.push(inserted);
  for (const span of removed.filter(({ end }) => end > at)) {
    copyTo(span.at);
    from = span.end;
  }
  copyTo(bytes.length);
  return join(parts);
}
