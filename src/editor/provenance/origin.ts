import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { MAX_IMAGE_BYTES } from '../../core/image.ts';
import type { EditRecord } from '../../core/ledger.ts';
import { PLACEHOLDER } from '../../core/models.ts';
import { findImage, type KnownImage } from '../../core/origin.ts';
import type { FoundProvenance } from '../../core/provenance.ts';
import { findProvenance } from '../../core/provenanceFile.ts';
import type { Outside } from '../outside.ts';
import { nameOf, readFile } from '../pictures/files.ts';
import { readSidecarOf } from './sidecar.ts';

/** What is known of how an image was made, and from where. The file and the sidecar may say anything: untrusted text. */
export interface Origin extends FoundProvenance {
  readonly from: 'record' | 'file' | 'sidecar';
  /** The picture it was made from. */
  readonly edit?: EditRecord;
  readonly document?: string;
}

/**
 * Asks Easel's record first, which knows the very bytes and cannot be of another file; then the file itself, then its
 * sidecar. Throws `Failed`: `noFile`; `badImage` with its name where it is too large to be read.
 */
export async function findOrigin(picture: vscode.Uri, outside: Outside): Promise<Origin | undefined> {
  const stat = await vscode.workspace.fs.stat(picture).then(undefined, () => undefined);
  if (stat && stat.size > MAX_IMAGE_BYTES) throw new Failed({ kind: 'badImage', reason: 'tooManyBytes', name: nameOf(picture) });
  const bytes = await readFile(picture);
  const entries = await (await outside.ledger()).read();
  const known = findImage(entries, await outside.sha256(bytes));
  if (known) return ofRecord(known);
  const inFile = findProvenance(bytes);
  if (inFile) return { ...inFile, from: 'file' };
  const sidecar = await readSidecarOf(picture);
  const beside = sidecar === undefined ? undefined : findProvenance(new Uint8Array(), sidecar);
  return beside && { ...beside, from: 'sidecar' };
}

function ofRecord({ started, saved }: KnownImage): Origin {
  const { prompt, provider, at, edit, document, standIn } = started;
  const options = standIn ? { ...started.options, model: PLACEHOLDER } : started.options;
  return {
    from: 'record',
    prompt,
    model: options.model,
    server: provider,
    options,
    at,
    ...(saved.revisedPrompt !== undefined && { revisedPrompt: saved.revisedPrompt }),
    ...(edit && { edit }),
    ...(document !== undefined && { document }),
  };
}
