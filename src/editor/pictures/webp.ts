import * as vscode from 'vscode';
import type { Bytes } from '../../core/image.ts';
import type { Picture } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import { exists, hashFile, readFile, saveNewFile, splitName } from './files.ts';
import { pictureOf } from './pictures.ts';

/** 1–100: as good as the original to the eye, at a small part of its size. */
const QUALITY = 85;

/** Smaller files of pictures, for the web. */
export interface Webp extends vscode.Disposable {
  /** Finds out how large a picture would be. Throws `Failed` `noFile`, `raster`. */
  weigh(image: ImageId): Promise<void>;
  /** Bytes, once it was weighed. */
  sizeOf(picture: Picture): number | undefined;
  /**
   * The picture as a WebP file beside it, made where there is none of it yet; nothing is overwritten. Throws `Failed`:
   * `untrusted`, `noFile`, `noPlace`, `raster`.
   */
  save(image: ImageId): Promise<vscode.Uri>;
  readonly onChange: vscode.Event<void>;
}

/** What making them works with. */
export interface WebpParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly log: Log;
}

interface Made {
  /** The hash of the file that it was made from. */
  readonly of: string;
  readonly sha256: string;
  readonly bytes: Bytes;
}

export function createWebp({ outside, store }: WebpParts): Webp {
  const changed = new vscode.EventEmitter<void>();
  const sizes = new Map<ImageId, number>();
  /** By the SHA-256 of the file that they are made from. */
  const saved = new Map<string, { readonly uri: vscode.Uri; readonly sha256: string }>();
  /** The last one alone is kept: it is what is inserted next. */
  let last: { readonly of: string; readonly made: Promise<Made> } | undefined;

  async function make(picture: Picture): Promise<Made> {
    const file = await readFile(vscode.Uri.parse(picture.uri));
    const raster = await outside.raster();
    const { signal } = new AbortController();
    const { width, height } = await raster.probe(file, signal);
    const size = { width, height };
    const rendering = { crop: { x: 0, y: 0, ...size }, size, format: 'webp', quality: QUALITY } as const;
    const bytes = await raster.render(file, rendering, signal);
    sizes.set(picture.id, bytes.byteLength);
    changed.fire();
    return { of: await outside.sha256(file), sha256: await outside.sha256(bytes), bytes };
  }

  /** Made anew where the file was changed since. */
  async function made(picture: Picture): Promise<Made> {
    const of = await hashFile(outside, vscode.Uri.parse(picture.uri));
    if (last?.of === of) return last.made;
    const current = { of, made: make(picture) };
    last = current;
    try {
      return await current.made;
    } catch (error) {
      // What could not be made is tried again.
      if (last === current) last = undefined;
      throw error;
    }
  }

  return {
    async weigh(image) {
      const picture = pictureOf(store, image);
      if (!sizes.has(image)) await made(picture);
    },
    sizeOf: ({ id }) => sizes.get(id),
    async save(image) {
      requireTrust();
      const picture = pictureOf(store, image);
      const { of, bytes, sha256 } = await made(picture);
      const before = saved.get(of);
      if (before && (await exists(before.uri)) && (await hashFile(outside, before.uri)) === before.sha256) return before.uri;
      const original = vscode.Uri.parse(picture.uri);
      const name = `${splitName(original).base}.webp`;
      const uri = await saveNewFile(outside, vscode.Uri.joinPath(original, '..', name), bytes);
      saved.set(of, { uri, sha256 });
      return uri;
    },
    onChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
