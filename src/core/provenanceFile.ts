import { addXmp, readEmbeddedXmp } from './formats/xmp.ts';
import type { Bytes } from './image.ts';
import { type FoundProvenance, type Provenance, type ProvenanceMode, readSidecar, toSidecar } from './provenance.ts';
import { readXmp, toXmp } from './provenanceXmp.ts';
import type { Saved } from './task.ts';

/** An image's file with its provenance. */
export interface Attached {
  /** The same bytes, or the same picture with XMP in them. */
  readonly bytes: Bytes;
  /** The text of the sidecar to be written. */
  readonly sidecar?: string;
  /**
   * Why there is a sidecar although XMP was wanted: the file carries C2PA credentials, which a change would break; it has
   * XMP by another program; its type cannot carry so much, or none.
   */
  readonly why?: 'credentials' | 'otherXmp' | 'format';
}

/** Says of each image of a run where it came from. */
export interface Attaching {
  attach(image: Bytes, revisedPrompt: string | undefined): Promise<Attached>;
  /** Writes a sidecar beside an image, and answers its name. Throws `Failed` `noPlace`, where it is taken too. */
  keepSidecar(saved: Saved, sidecar: string): Promise<string>;
}

/** Attaches an image's provenance as the user wants it. Never throws. */
export function attachProvenance(mode: ProvenanceMode, bytes: Bytes, provenance: Provenance): Attached {
  switch (mode) {
    case 'none':
      return { bytes };
    case 'sidecar':
      return { bytes, sidecar: toSidecar(provenance) };
    case 'xmp': {
      const added = addXmp(bytes, toXmp(provenance));
      if (added instanceof Uint8Array) return { bytes: added };
      return { bytes, sidecar: toSidecar(provenance), why: added ?? 'format' };
    }
  }
}

/** What a file and its sidecar, where there is one, say of how the image was made. Never throws. */
export function findProvenance(bytes: Bytes, sidecar?: string): FoundProvenance | undefined {
  return readXmp(readEmbeddedXmp(bytes) ?? '') ?? (sidecar === undefined ? undefined : readSidecar(sidecar));
}
