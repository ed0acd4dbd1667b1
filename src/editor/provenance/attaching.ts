import * as v from 'valibot';
import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { findImage } from '../../core/origin.ts';
import type { ProvenanceMode } from '../../core/provenance.ts';
import { type Attaching, attachProvenance } from '../../core/provenanceFile.ts';
import type { Server } from '../../core/server.ts';
import { styledPrompt } from '../../core/style.ts';
import type { Options } from '../../core/task.ts';
import { saveExactly } from '../export/writing.ts';
import { styleOf, type Wish } from '../generation/wish.ts';
import type { Outside } from '../outside.ts';
import { binFile, exists, nameOf } from '../pictures/files.ts';
import { sidecarUri } from './sidecar.ts';

/** What is written of a run. */
export interface AttachingParts {
  readonly outside: Outside;
  readonly mode: ProvenanceMode;
  readonly wish: Wish;
  readonly options: Options;
  readonly server: Server;
  /** The picture that something is made from: hex SHA-256. */
  readonly source?: string | undefined;
}

/** What says of a run's images what made them; undefined where the user wants nothing said. */
export function createAttaching({ outside, mode, wish, options, server, source }: AttachingParts): Attaching | undefined {
  if (mode === 'none') return undefined;
  const made = wish.edit && wish.edit.kind !== 'vary' ? isOfOurs(outside, source) : Promise.resolve('generated' as const);
  const style = styleOf(wish);
  const at = Date.now();
  return {
    async attach(image, revisedPrompt) {
      const record = {
        prompt: style ? styledPrompt(wish.prompt, style) : wish.prompt,
        ...(revisedPrompt !== undefined && { revisedPrompt }),
        model: options.model,
        server: server.origin,
        made: await made,
        options,
        at,
        tool: `Easel ${version()}`.trim(),
      };
      return attachProvenance(mode, image, record);
    },
    async keepSidecar(saved, sidecar) {
      const image = vscode.Uri.parse(saved.uri);
      const target = sidecarUri(image);
      if (!(await exists(target))) {
        const written = await saveExactly(outside, target, new TextEncoder().encode(sidecar));
        if (written.toString() === target.toString()) return nameOf(target);
        await binFile(outside, written);
      }
      throw new Failed({ kind: 'noPlace', reason: 'other', folder: target.path });
    },
  };
}

/** An edit of a picture that a model made is made by models altogether. */
async function isOfOurs(outside: Outside, source: string | undefined): Promise<'generated' | 'edited'> {
  const entries = source === undefined ? [] : await (await outside.ledger()).read().catch(() => []);
  const known = source === undefined ? undefined : findImage(entries, source);
  return known && !known.started.edit ? 'generated' : 'edited';
}

const Manifest = v.object({ version: v.string() });

function version(): string {
  const manifest: unknown = vscode.extensions.getExtension('easel.easel')?.packageJSON;
  const read = v.safeParse(Manifest, manifest);
  return read.success ? read.output.version : '';
}
