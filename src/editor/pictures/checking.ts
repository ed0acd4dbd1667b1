import * as vscode from 'vscode';
import { asksForTransparency, checkBackgrounds } from '../../core/background.ts';
import type { Picture } from '../../core/session.ts';
import type { Order } from '../../core/task.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { readFile } from './files.ts';

/** What checking works with. */
export interface CheckingParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly log: Log;
}

/**
 * Looks at the pixels of saved pictures that were to be transparent, and has those say so that are not. They are on disk, so
 * nobody has to wait for it. Never throws.
 */
export async function checkPictures(
  pictures: readonly Picture[],
  order: Order,
  { outside, store, log }: CheckingParts,
): Promise<void> {
  if (!asksForTransparency(order)) return;
  // AVIF is written, not read.
  const readable = pictures.filter(({ info }) => info.type !== 'avif');
  await checkBackgrounds(readable, {
    raster: outside.raster,
    ledger: outside.ledger,
    read: ({ uri }) => readFile(vscode.Uri.parse(uri)),
    dispatch: (event) => store.dispatch(event),
    now: Date.now,
    report: (error) => log.error(error),
  });
}
