import { assertNever } from '../../core/failure.ts';
import type { ToHost } from '../../core/protocol.ts';
import type { Presenter } from '../panel/presenter.ts';
import type { Gallery } from './gallery.ts';

/** What the page asks for about the history. */
export type GalleryIntent = Extract<ToHost, { kind: 'search' | 'older' | 'showImage' | 'showFamily' }>;

/** Carries it out. */
export async function carryOutGallery(
  intent: GalleryIntent,
  { gallery, presenter }: { readonly gallery: Gallery; readonly presenter: Presenter },
): Promise<void> {
  switch (intent.kind) {
    case 'search':
      return gallery.search(intent.text);
    case 'older':
      return gallery.older();
    case 'showFamily':
      return gallery.showFamily(intent.image);
    case 'showImage':
      if (await gallery.bring(intent.image)) presenter.showImage(intent.image);
      return;
    default:
      return assertNever(intent);
  }
}
