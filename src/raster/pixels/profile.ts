import { crc32, deflateSync } from 'node:zlib';
import type { Bytes } from '../../core/image.ts';
import { own } from './pixels.ts';

// Source: https://www.w3.org/TR/png-3/ §5, §11

/** The signature and IHDR. */
const HEADER = 33;

/** The same PNG, as the engine writes it, with a colour profile, which changes no number in it. */
export function withProfile(png: Bytes, profile: Uint8Array): Bytes {
  // The name ends with one 0, and another one says deflate.
  const data = Buffer.concat([Buffer.from('ICC Profile\0\0', 'latin1'), deflateSync(profile)]);
  return own(Buffer.concat([png.subarray(0, HEADER), chunk('iCCP', data), png.subarray(HEADER)]));
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}
