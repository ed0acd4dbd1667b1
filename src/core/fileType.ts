import type { ImageInfo, ImageType } from './image.ts';

/** What is written: AVIF too, which is not read. */
export type FileType = ImageType | 'avif';

/** What is known of an image that is about to be a file. */
export interface FileInfo extends Omit<ImageInfo, 'type'> {
  readonly type: FileType;
}

/** The file name's extension of a type, without a dot. */
export function extensionOf<Type extends FileType>(type: Type): 'jpg' | Exclude<Type, 'jpeg'>;
export function extensionOf(type: FileType): 'png' | 'jpg' | 'webp' | 'gif' | 'avif' {
  return type === 'jpeg' ? 'jpg' : type;
}
