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
