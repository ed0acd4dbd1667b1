import type { ImageType } from './image.ts';

/** The file name's extension of a type, without a dot. */
export function extensionOf(type: ImageType): 'png' | 'jpg' | 'webp' | 'gif' {
  return type === 'jpeg' ? 'jpg' : type;
}
