import type { Bytes, ImageInfo } from '../core/image.ts';
import { sniffHeader } from '../core/image.ts';
import type { Inputs } from '../core/task.ts';
import type { WireKind } from './kinds.ts';
import { encodeWholeMask } from './wholeMask.ts';

/** The parameters of a request, by the API's own names; pictures are not among them. */
export type Fields = Record<string, string | number | boolean>;

/**
 * A request with pictures as multipart/form-data: the parameters as text, one picture as `image`, several as `image[]` in
 * their order, the mask as the kind of server takes it. `isEdit`: a mask may go with it.
 */
export function createForm(fields: Fields, inputs: Inputs, kind: WireKind, isEdit: boolean): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  const images = inputs.images.slice(0, kind.mostImages);
  for (const { bytes, type, name } of images) form.append(images.length > 1 ? 'image[]' : 'image', fileOf(bytes, name, type));
  const mask = isEdit ? maskOf(inputs, kind) : undefined;
  if (mask) form.append(kind.mask.field, fileOf(mask, 'mask.png', 'png'));
  return form;
}

function maskOf({ images, mask }: Inputs, { mask: rule }: WireKind): Bytes | undefined {
  if (rule.reads === 'nothing') return undefined;
  const first: ImageInfo | undefined = images[0] && sniffHeader(images[0].bytes);
  return mask ?? (rule.isNeeded && first ? encodeWholeMask(first) : undefined);
}

/** Without a type a part is `application/octet-stream`, which OpenAI rejects. */
function fileOf(bytes: Bytes, name: string, type: string): File {
  return new File([bytes], name, { type: `image/${type}` });
}
