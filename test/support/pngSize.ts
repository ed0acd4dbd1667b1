/** The size of a PNG, width × height in px, by its header. Throws when the bytes are no PNG. */
export function readPngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPng = bytes.length >= 24 && header.getUint32(0) === 0x89504e47 && header.getUint32(12) === 0x49484452;
  if (!isPng) throw new Error('The file is no PNG');
  return { width: header.getUint32(16), height: header.getUint32(20) };
}
