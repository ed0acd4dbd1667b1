import type { Inputs } from '../core/task.ts';

/** The parameters of a request, by the API's own names; pictures are not among them. */
export type Fields = Record<string, string | number | boolean>;

/**
 * A request with pictures as multipart/form-data: the parameters as text, one picture as `image`, several as `image[]` in
 * their order, `mask`.
 */
export function createForm(fields: Fields, { images, mask }: Inputs): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  for (const { bytes, type, name } of images) form.append(images.length > 1 ? 'image[]' : 'image', fileOf(bytes, name, type));
  if (mask) form.append('mask', fileOf(mask, 'mask.png', 'png'));
  return form;
}

/** Without a type a part is `application/octet-stream`, which OpenAI rejects. */
function fileOf(bytes: Inputs['images'][number]['bytes'], name: string, type: string): File {
  return new File([bytes], name, { type: `image/${type}` });
}
