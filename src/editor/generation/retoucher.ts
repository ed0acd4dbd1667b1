import type * as vscode from 'vscode';
import { coverageOfExtension } from '../../core/coverage.ts';
import type { EditRecord } from '../../core/ledger.ts';
import { once } from '../../core/once.ts';
import type { Finished } from '../../core/raster.ts';
import type { Coverage, EditTask, Frame, InputPlan, Order, Retoucher } from '../../core/task.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';
import { readReferences } from '../references/sender.ts';
import type { Settings } from '../settings.ts';
import { naming, type Subject } from './subject.ts';
import type { EditWish, Wish } from './wish.ts';

/** What is sent of a picture that is edited. */
export type EditPlan = InputPlan & { readonly frame: Frame };

/** What retouching is about. The picture's bytes are held: its file may change while the answer is awaited. */
export interface RetouchParts {
  readonly outside: Outside;
  readonly wish: EditWish;
  readonly task: EditTask;
  readonly subject: Subject;
  readonly plan: EditPlan;
  /** Outside the mask the picture stays as it was, bit for bit. */
  readonly keepOutside: boolean;
}

/** ms; what an engine that hangs cannot finish is saved as it came. The largest pictures take some 10 s. */
const FINISH_WITHIN = 120_000;

/** An answer is the result as it came only where nothing has to be put back or cut off. */
export function createRetoucher({ outside, wish, task, subject, plan, keepOutside }: RetouchParts): Retoucher {
  const { frame } = plan;
  const picture = subject.bytes;
  const mask = once(() => maskOf(wish, task));
  const isMasked = wish.kind === 'extend' || task.bounds !== undefined;
  const restores = isMasked && keepOutside;

  async function finish(answer: Uint8Array<ArrayBuffer>): Promise<Finished> {
    const raster = await outside.raster();
    // Bytes that are complete are never thrown away, so a cancelled run does not end this (promise P5).
    const signal = AbortSignal.timeout(FINISH_WITHIN);
    const coverage = await mask();
    if (restores && coverage) return raster.composite({ picture, answer, frame, coverage }, signal);
    if (frame.isRegion) return raster.composite({ picture, answer, frame }, signal);
    return raster.cropBack(answer, frame, signal);
  }

  return {
    changes: () => restores || frame.isRegion || isPadded(frame),
    finish,
    async prepare(signal) {
      const raster = await outside.raster();
      const coverage = isMasked ? await mask() : undefined;
      const { types, maxBytes } = plan;
      const inputs = await naming(nameOf(wish.picture), () =>
        raster.cutOut({ picture, frame, types, maxBytes, ...(coverage && { coverage }) }, signal),
      );
      const references = await readReferences(outside, raster, wish.references, plan, signal);
      return { ...inputs, images: [...inputs.images, ...references] };
    },
  };
}

async function maskOf(wish: EditWish, task: EditTask): Promise<Coverage | undefined> {
  return wish.kind === 'extend' ? coverageOfExtension(task.picture, task.canvas) : wish.coverage;
}

function isPadded({ box, canvas }: Frame): boolean {
  return box.x !== canvas.x || box.y !== canvas.y || box.width !== canvas.width || box.height !== canvas.height;
}

/** The pixel work that a wish about a picture needs. */
export interface PreparedEdit {
  readonly retoucher: Retoucher;
  readonly record: EditRecord;
}

/** The picture that something is made from. */
export interface ReadPicture {
  /** Where the page can load it from. */
  readonly shown: vscode.Uri;
  readonly subject: Subject;
  readonly task: EditTask;
}

/** The pixel work of a wish about a picture, and what the ledger keeps of it; undefined where nothing is edited. */
export function prepareEdit(
  { edit: wish }: Wish,
  picture: ReadPicture | undefined,
  { inputs: plan }: Order,
  { keepOutsideMask: keepOutside }: Settings,
  { outside }: Pick<RetouchParts, 'outside'>,
): PreparedEdit | undefined {
  if (!wish || !picture || !plan?.frame) return undefined;
  const { width, height } = picture.subject.facts;
  return {
    retoucher: createRetoucher({ outside, wish, ...picture, plan: { ...plan, frame: plan.frame }, keepOutside }),
    record: {
      kind: wish.kind,
      picture: wish.picture.toString(),
      ...(picture.shown.toString() !== wish.picture.toString() && { shown: picture.shown.toString() }),
      width,
      height,
      ...(wish.references.length > 0 && { references: wish.references.map((uri) => uri.toString()) }),
      ...(wish.strength && { strength: wish.strength }),
    },
  };
}
