import { readdirSync, readFileSync } from 'node:fs';
import type { Bytes } from '../../src/core/image.ts';

const SUITE = new URL('pngsuite/', import.meta.url);

/** A small image by its name: one of PngSuite, or of those in `fixtures`. */
export function fixture(name: string): Bytes {
  const folder = /^\w{4}\d[gcpa]\d\d\.png$/.test(name) ? SUITE : new URL('fixtures/', import.meta.url);
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

/** The images of PngSuite that are sound, and those that are broken on purpose. */
export function pngSuite(): { readonly sound: readonly string[]; readonly broken: readonly string[] } {
  const names = readdirSync(SUITE).filter((name) => name.endsWith('.png'));
  return { sound: names.filter((name) => !name.startsWith('x')), broken: names.filter((name) => name.startsWith('x')) };
}
