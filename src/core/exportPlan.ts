import { type Box, boxOf } from './box.ts';
import { extensionOf } from './fileType.ts';
import type { ImageType } from './image.ts';
import type { ExportFormat, Rendering } from './raster.ts';
import type { Size } from './size.ts';

/** What a picture is exported as. */
export type ExportWish =
  | { readonly kind: 'favicon' }
  | { readonly kind: 'openGraph'; readonly format: 'png' | 'jpeg' }
  /** `widths` in px. */
  | { readonly kind: 'responsive'; readonly widths?: readonly number[] }
  | { readonly kind: 'custom'; readonly size: Size; readonly format: ExportFormat }
  /** The whole picture at its own size. */
  | { readonly kind: 'convert'; readonly format: ExportFormat };

/** The picture that is exported: width × height in px after its EXIF orientation. */
export interface ExportPicture extends Size {
  /** Its file's name without the extension. */
  readonly base: string;
  readonly type: ImageType;
}

/** A place in a picture, 0–1 from its left and its top. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface ExportOptions {
  /** The point of interest that a crop keeps; the centre, where it is absent. */
  readonly focus?: Point;
  /** 1–100, where the defaults are not wanted. */
  readonly quality?: Partial<Record<ExportFormat, number>>;
}

/** A file of an export. */
export type ExportFile = {
  readonly name: string;
  /** It would be enlarged: listed, but not to be made unless the user ticks it. */
  readonly upscaled: boolean;
} & (
  | ({ readonly kind: 'picture' } & Rendering)
  /** An `.ico`: PNGs, the smallest first. */
  | { readonly kind: 'icon'; readonly parts: readonly Rendering[] }
);

/** px. The first three are common phones, a tablet, and a small laptop; 1920 is full HD. */
export const RESPONSIVE_WIDTHS: readonly number[] = [480, 768, 1024, 1536, 1920];
/** px, of a side. */
const ICON_SIDES: readonly number[] = [16, 32, 48];
/** Source: https://ogp.me, and the 1.91:1 that Facebook, LinkedIn and X show. */
const OPEN_GRAPH: Size = { width: 1200, height: 630 };

/** 1–100, where nobody says another. */
export const QUALITY: Readonly<Record<ExportFormat, number>> = { png: 100, jpeg: 82, webp: 80, avif: 55 };

/** The files of an export, those that would be enlarged with their mark. */
export function exportPlan(wish: ExportWish, picture: ExportPicture, options: ExportOptions = {}): readonly ExportFile[] {
  const render = (size: Size, format: ExportFormat, crop = cropToRatio(picture, size, options.focus)): Rendering => ({
    crop,
    size,
    format,
    quality: options.quality?.[format] ?? QUALITY[format],
  });
  switch (wish.kind) {
    case 'favicon':
      return faviconSet(render);
    case 'openGraph':
      return [file(`og-image.${extensionFor(wish.format)}`, render(OPEN_GRAPH, wish.format))];
    case 'responsive':
      return responsiveSet(picture, wish.widths ?? RESPONSIVE_WIDTHS, render);
    case 'custom': {
      const { width, height } = wish.size;
      return [file(`${picture.base}-${width}x${height}.${extensionFor(wish.format)}`, render(wish.size, wish.format))];
    }
    case 'convert':
      return [
        file(
          `${picture.base}.${extensionFor(wish.format)}`,
          render({ width: picture.width, height: picture.height }, wish.format),
        ),
      ];
  }
}

type Render = (size: Size, format: ExportFormat, crop?: Box) => Rendering;

function faviconSet(render: Render): readonly ExportFile[] {
  const icon = (side: number): Rendering => render({ width: side, height: side }, 'png');
  const parts = ICON_SIDES.map(icon);
  const sharp = parts.filter((part) => !isUpscaled(part));
  return [
    {
      kind: 'icon',
      name: 'favicon.ico',
      upscaled: sharp.length === 0,
      parts: (sharp.length > 0 ? sharp : parts.slice(0, 1)).map((part) => ({ ...part, alpha: 'always' })),
    },
    // iOS shows black where an icon is transparent.
    file('apple-touch-icon.png', { ...icon(180), alpha: 'never' }),
    file('icon-192.png', icon(192)),
    file('icon-512.png', icon(512)),
  ];
}

function responsiveSet(picture: ExportPicture, widths: readonly number[], render: Render): readonly ExportFile[] {
  const largest = Math.max(...widths);
  // The picture's own width too: nobody who can see all of it should get less.
  const wanted = new Set(picture.width < largest ? [...widths, picture.width] : widths);
  const sizes = [...wanted].sort((one, other) => one - other).map((width) => scaledTo(picture, width));
  const format = picture.type === 'gif' ? 'png' : picture.type;
  const fallback = sizes.findLast(({ width }) => width <= picture.width);
  // Of another ratio by less than a px: the whole picture all the same.
  const make = (size: Size, type: ExportFormat): ExportFile =>
    file(`${picture.base}-${size.width}.${extensionFor(type)}`, render(size, type, boxOf(picture)));
  const modern = (['avif', 'webp'] as const).flatMap((type) => sizes.map((size) => make(size, type)));
  // A WebP is its own fallback.
  return fallback && format !== 'webp' ? [...modern, make(fallback, format)] : modern;
}

function scaledTo(picture: Size, width: number): Size {
  return { width, height: Math.max(1, Math.round((width * picture.height) / picture.width)) };
}

function file(name: string, rendering: Rendering): ExportFile {
  return { kind: 'picture', name, upscaled: isUpscaled(rendering), ...rendering };
}

function isUpscaled({ crop, size }: Rendering): boolean {
  return size.width > crop.width || size.height > crop.height;
}

/**
 * The largest part of a picture with the target's ratio, in whole px, that has the point of interest as near to its middle
 * as the picture's edges let it.
 */
export function cropToRatio(picture: Size, target: Size, focus: Point = { x: 0.5, y: 0.5 }): Box {
  const width = clamp(Math.round((picture.height * target.width) / target.height), 1, picture.width);
  const height = clamp(Math.round((picture.width * target.height) / target.width), 1, picture.height);
  return {
    x: clamp(Math.round(focus.x * picture.width - width / 2), 0, picture.width - width),
    y: clamp(Math.round(focus.y * picture.height - height / 2), 0, picture.height - height),
    width,
    height,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** The file name's extension of a format, without a dot. */
export function extensionFor(format: ExportFormat): string {
  return format === 'avif' ? 'avif' : extensionOf(format);
}
