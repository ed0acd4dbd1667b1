import type { Background } from './background.ts';
import type { Box } from './box.ts';
import type { FileType } from './fileType.ts';
import type { Bytes } from './image.ts';
import type { Size } from './size.ts';
import type { Coverage, Frame, Inputs, PictureFacts, Upload } from './task.ts';

/** What is cut out of a picture to be sent. */
export interface CutOut {
  readonly picture: Bytes;
  readonly frame: Frame;
  /** What is to change, of the canvas' width × height. */
  readonly coverage?: Coverage;
  /** The types that the server takes. PNG is one of them. */
  readonly types: readonly Upload['type'][];
  /** In bytes: above it a smaller encoding is looked for. */
  readonly maxBytes: number;
}

/** What is to be made of an answer. */
export interface Composite {
  readonly picture: Bytes;
  readonly answer: Bytes;
  readonly frame: Frame;
  /** Of the canvas' width × height. Absent: all of the box is taken from the answer. */
  readonly coverage?: Coverage;
}

/** A picture that was made from an answer. */
export interface Finished extends Size {
  /** A PNG, where `type` is absent. It may have more than 50 MiB, where its picture had nearly as many. */
  readonly bytes: Bytes;
  readonly type?: FileType;
  /** How much of what was to be kept the model had changed, 0–1. Absent where nothing was to be kept. */
  readonly changedOutside?: number;
}

/** What pictures are exported as. */
export const EXPORT_FORMATS = ['png', 'jpeg', 'webp', 'avif'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A part of a picture, at a size, as a file. */
export interface Rendering {
  /** Within the picture, in its px after the EXIF orientation. */
  readonly crop: Box;
  readonly size: Size;
  readonly format: ExportFormat;
  /** 1–100. A PNG loses nothing whatever it is. */
  readonly quality: number;
  /**
   * `always`: with an alpha channel even where nothing is transparent; `never`: on white, as a JPEG always is. Absent: as
   * the picture has it.
   */
  readonly alpha?: 'always' | 'never';
}

/**
 * The pixel engine, in a worker thread. Pictures were judged by their header (`inspectImage`) before they come here.
 * Everything throws `Failed`: `raster`, `cancelled`; for a picture that cannot be decoded `badImage`.
 */
export interface Raster {
  /** Draws an SVG (shapes only: there are no fonts) at its own width × height in px and encodes it. */
  draw(svg: string, format: 'png' | 'jpeg' | 'webp', signal: AbortSignal): Promise<Bytes>;
  probe(picture: Bytes, signal: AbortSignal): Promise<PictureFacts>;
  /** What is behind a picture's subject: it is transparent where any px is, whatever is painted elsewhere. */
  background(picture: Bytes, signal: AbortSignal): Promise<Background>;
  /** The frame of a picture as it is sent, and its mask where there is a coverage: an RGBA PNG of `frame.sent`. */
  cutOut(cut: CutOut, signal: AbortSignal): Promise<Inputs>;
  /**
   * Puts an answer, scaled to the box, back into its picture: outside the coverage every pixel is the picture's, bit for
   * bit, inside the answer's, with a soft seam between them. The result has the canvas' width × height.
   */
  composite(composite: Composite, signal: AbortSignal): Promise<Finished>;
  /** The part of an answer that shows the canvas, at the answer's own scale: without the padding. */
  cropBack(answer: Bytes, frame: Frame, signal: AbortSignal): Promise<Finished>;
  /** A coverage as a mask file: an RGBA PNG, alpha 0 and white = edit, opaque black = keep. `hard`: nothing between. */
  encodeMask(coverage: Coverage, hard: boolean, signal: AbortSignal): Promise<Bytes>;
  /**
   * A mask file as a coverage: what is transparent is to be edited; in one without transparency what is white. `transparency`:
   * of any picture what is transparent, and nothing else.
   */
  decodeMask(file: Bytes, from: 'file' | 'transparency', signal: AbortSignal): Promise<Coverage>;
  /** The same picture in another format, for a file whose name says so. */
  convert(picture: Bytes, type: FileType, signal: AbortSignal): Promise<Bytes>;
  /**
   * A part of a picture (of an animated one its first frame), scaled by Lanczos, as a file with nothing but the picture in
   * it. Its colours are converted to sRGB, which is what a file without a profile means.
   */
  render(picture: Bytes, rendering: Rendering, signal: AbortSignal): Promise<Bytes>;
}
