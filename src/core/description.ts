import * as v from 'valibot';
import type { Failure } from './failure.ts';
import { safePart } from './naming.ts';

/** How the images of a run are called, what they show, and where they go. */
export interface Description {
  /** Without extension. */
  readonly name?: string;
  readonly alt?: string;
  /** Relative to the workspace folder. */
  readonly folder?: string;
}

/** What a person said of a run's images while they are made, as it was typed; what is absent is as usual. */
export interface Described extends Description {
  /** Why the folder is not taken. */
  readonly refused?: Failure;
}

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** The page's intent: all that is said by now, each time. */
export const DescribeIntent = v.object({
  kind: v.literal('describe'),
  run: id,
  name: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
  alt: v.exactOptional(v.pipe(v.string(), v.maxLength(2000))),
  folder: v.exactOptional(v.pipe(v.string(), v.maxLength(1000))),
});
export type DescribeIntent = v.InferOutput<typeof DescribeIntent>;

/** What can still be said of a run's images, with what holds now. */
export interface DescriptionView {
  readonly alt: string;
  /** While images are still to be saved. */
  readonly place?: { readonly name: string; readonly folder?: string };
  /** Why the folder is not taken; a whole sentence. */
  readonly problem?: string;
}

/** What was typed as an image is to have it: a name that every file system takes; nothing where nothing is left. */
export function readDescribed({ name = '', alt = '', folder = '', refused }: Described): Description {
  const part = safePart(name.replace(/\.(?:png|jpe?g|webp|gif|avif)\s*$/i, '')).replace(/^\.+/, '');
  const said = alt.trim();
  const place = folder.trim();
  return { ...(part && { name: part }), ...(said && { alt: said }), ...(place && !refused && { folder: place }) };
}
