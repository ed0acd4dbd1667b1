import type { Bytes } from '../../../core/image.ts';
import type { Coverage } from '../../../core/task.ts';
import type { Layer, Plane } from './operation.ts';

/** Unpacked planes, for as long as their operation is in use. */
const unpacked = new WeakMap<Plane, Bytes>();

/** A loaded plane's values, width × height; undefined until `unpackPlanes` has been through. */
export function planeOf(plane: Plane): Bytes | undefined {
  return unpacked.get(plane);
}

/** Makes all planes among the layers ready to be drawn. Returns whether any was not. */
export async function unpackPlanes(layers: readonly Layer[]): Promise<boolean> {
  const packed = layers.filter((layer) => layer.kind === 'plane').filter((plane) => !unpacked.has(plane));
  for (const plane of packed) unpacked.set(plane, await inflate(fromBase64(plane.deflated), plane.width * plane.height));
  return packed.length > 0;
}

/** A coverage as a step of painting. */
export function planeFrom({ width, height, deflated }: Coverage): Plane {
  return { kind: 'plane', width, height, deflated: toBase64(deflated) };
}

/** `length` bytes of a zlib stream; what is missing, as in a damaged one, is 0. */
async function inflate(deflated: Bytes, length: number): Promise<Bytes> {
  const values = new Uint8Array(length);
  const reader = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  let at = 0;
  try {
    while (at < length) {
      const { done, value } = await reader.read();
      if (done) break;
      values.set(value.subarray(0, length - at), at);
      at += value.length;
    }
  } catch {
    // What came before the damage stays.
  }
  await reader.cancel().catch(() => {});
  return values;
}

/** `btoa` takes characters, and a call takes only so many arguments. */
function toBase64(bytes: Bytes): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(parts.join(''));
}

function fromBase64(text: string): Bytes {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
