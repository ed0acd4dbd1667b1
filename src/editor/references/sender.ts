import type * as vscode from 'vscode';
import { boxOf } from '../../core/box.ts';
import { inspectImage } from '../../core/image.ts';
import { padTo } from '../../core/legalSize.ts';
import type { Raster } from '../../core/raster.ts';
import type { Frame, InputPlan, Inputs, Retoucher } from '../../core/task.ts';
import { naming, readSubject } from '../generation/subject.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';

/** Sends pictures along with a generation. What is made of an answer is `target`'s to say, for an image that is for a file. */
export function createReferenceSender(
  outside: Outside,
  references: readonly vscode.Uri[],
  plan: InputPlan,
  target: Retoucher | undefined,
): Retoucher {
  return {
    prepare: async (signal) => ({ images: await readReferences(outside, await outside.raster(), references, plan, signal) }),
    changes: (answer) => target?.changes(answer) ?? false,
    async finish(answer) {
      if (target) return target.finish(answer);
      const { type, width, height } = inspectImage(answer);
      return { bytes: answer, type, width, height };
    },
  };
}

/** As many as the model takes, each whole and at its own size, without metadata. One after the other: decoded they are large. */
export async function readReferences(
  outside: Outside,
  raster: Raster,
  uris: readonly vscode.Uri[],
  { references, types, maxBytes, square }: InputPlan,
  signal: AbortSignal,
): Promise<Inputs['images']> {
  const images: Inputs['images'][number][] = [];
  for (const uri of uris.slice(0, references)) {
    const { bytes, facts } = await readSubject(outside, uri, signal);
    const frame = wholeOf(facts, square);
    const cut = await naming(nameOf(uri), () => raster.cutOut({ picture: bytes, frame, types, maxBytes }, signal));
    images.push(...cut.images);
  }
  return images;
}

function wholeOf({ width, height }: { readonly width: number; readonly height: number }, square: boolean): Frame {
  const canvas = boxOf({ width, height });
  if (!square) return { box: canvas, sent: { width, height }, canvas, isRegion: false };
  const sent = padTo({ width: 1, height: 1 }, { width, height });
  const box = { x: -Math.floor((sent.width - width) / 2), y: -Math.floor((sent.height - height) / 2), ...sent };
  return { box, sent, canvas, isRegion: false };
}
