import { parentPort } from 'node:worker_threads';
import sharp, { type Sharp } from 'sharp';
import * as v from 'valibot';
import type { Bytes } from '../core/image.ts';
import { type Answer, type Request, requestSchema } from './messages.ts';

// No picture is drawn twice, and what libvips keeps would only hold memory.
sharp.cache(false);

parentPort?.on('message', async (message: unknown) => {
  const request = v.parse(requestSchema, message);
  try {
    const bytes = await draw(request);
    answer({ kind: 'drawn', id: request.id, bytes }, [bytes.buffer]);
  } catch (error) {
    answer({ kind: 'failed', id: request.id, reason: error instanceof Error ? error.message : String(error) });
  }
});

function answer(message: Answer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/** A picture without a transparent pixel is written without an alpha channel. */
async function draw({ svg, format }: Request): Promise<Bytes> {
  // 72 dpi makes one SVG px one pixel.
  const { data, info } = await sharp(Buffer.from(svg), { density: 72 }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const drawn = sharp(data, { raw: { width: info.width, height: info.height, channels: 4 } });
  const picture = isOpaque(data) ? drawn.removeAlpha() : drawn;
  // The engine's memory is shared between its threads and cannot be transferred: the result is copied out of it.
  return Uint8Array.from(await encode(picture, format).toBuffer());
}

function encode(picture: Sharp, format: Request['format']): Sharp {
  switch (format) {
    case 'png':
      return picture.png();
    case 'jpeg':
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 90 });
    case 'webp':
      return picture.webp({ quality: 90 });
  }
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return false;
  return true;
}
