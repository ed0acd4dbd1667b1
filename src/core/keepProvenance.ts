import type { FileInfo } from './fileType.ts';
import type { Bytes } from './image.ts';
import type { KeepParts } from './keep.ts';
import type { RawRecord } from './ledger.ts';
import type { Note } from './note.ts';
import type { Attached } from './provenanceFile.ts';
import type { Saved } from './task.ts';

/** An image that is ready to be saved. */
interface KeptImage {
  readonly bytes: Bytes;
  readonly info: FileInfo;
  readonly raw?: RawRecord;
}

/** What is saved of what is kept. */
interface AttachedImage extends Attached {
  readonly raw?: RawRecord;
  readonly failed?: true;
}

/**
 * An image that says itself what made it is another file than the answer, which is on disk byte for byte before (P9). What
 * goes wrong here must not cost the user a picture.
 */
export async function attach(
  { bytes, info, raw }: KeptImage,
  revisedPrompt: string | undefined,
  name: string,
  parts: KeepParts,
): Promise<AttachedImage> {
  const asItIs = { bytes, ...(raw && { raw }) };
  if (!parts.attaching) return asItIs;
  try {
    const attached = await parts.attaching.attach(bytes, revisedPrompt);
    if (raw || attached.bytes === bytes) return { ...asItIs, ...attached };
    const { uri, sha256 } = await parts.shelf.keepRaw(bytes, info, name);
    return { ...attached, raw: { uri, sha256, bytes: bytes.byteLength, width: info.width, height: info.height } };
  } catch (error) {
    parts.report(error);
    return { ...asItIs, failed: true };
  }
}

/** Writes the sidecar, where there is one. Answers what the user should know. */
export async function noteProvenance(
  { sidecar, why, failed }: AttachedImage,
  saved: Saved,
  parts: KeepParts,
): Promise<Note | undefined> {
  if (failed) return { kind: 'noProvenance' };
  if (sidecar === undefined || !parts.attaching) return undefined;
  try {
    const name = await parts.attaching.keepSidecar(saved, sidecar);
    return why && { kind: 'sidecar', name, why };
  } catch (error) {
    parts.report(error);
    return { kind: 'noProvenance' };
  }
}
