import type { Box } from './box.ts';
import type { Description } from './description.ts';
import type { FileInfo } from './fileType.ts';
import type { Bytes, ImageInfo, ImageType } from './image.ts';
import type { Endpoint, Model } from './models.ts';
import type { Note } from './note.ts';
import type { Finished } from './raster.ts';
import type { Size } from './size.ts';
import type { Spool, Spooled } from './spool.ts';
import type { StyleTexts } from './style.ts';

/** An id made by us, before anything is sent. */
export type RunId = string;
export type CallId = string;
export type ImageId = string;

/** How an image is asked for, with the names and values of package.json's settings. */
export interface Options {
  readonly model: string;
  /** `auto`, `W×H` in px, written `1536x1024`, or a ratio, written `16:9`. */
  readonly size: string;
  readonly quality: string;
  /** Images wanted, 1–10. */
  readonly count: number;
  readonly background: string;
  readonly outputFormat: string;
  readonly style: string;
  readonly moderation: string;
  /** How closely an edit keeps to its pictures: `auto` (left out), `low`, `high`. Few models know it. */
  readonly inputFidelity: string;
  /** dall-e-3: put the sentence in front that stops it from rewriting the prompt. */
  readonly promptAsIs: boolean;
}

/** What the user wants. */
export interface Task {
  readonly prompt: string;
  readonly options: Options;
  /** What is put around the prompt. */
  readonly style?: StyleTexts;
  /** Absent: an image out of nothing. */
  readonly edit?: EditTask;
  /** How many pictures are sent along for a new one to go by; for an edit they are its own. */
  readonly references?: number;
}

/** What is made from a picture: a part of it changed (inpainting), more of it (outpainting), or others like it. */
export type EditKind = 'edit' | 'extend' | 'vary';

/** What is made from a picture. */
export interface EditTask {
  readonly kind: EditKind;
  readonly picture: PictureFacts;
  /** The result, in the picture's px: larger than the picture for `extend` only. */
  readonly canvas: Box;
  /** The mask's bounding box in the canvas' own px; absent: all may change. */
  readonly bounds?: Box;
  /** `auto`: only the part around the mask is sent where that is less than half of the picture. */
  readonly region: 'auto' | 'whole';
  /** Further pictures that are sent along. */
  readonly references: number;
}

/** The optional fields of a request body, by the API's own names. Absent means: left out. */
export interface Parameters {
  readonly size?: string;
  readonly quality?: string;
  readonly background?: string;
  readonly output_format?: string;
  readonly style?: string;
  readonly moderation?: string;
  readonly input_fidelity?: string;
  readonly response_format?: 'b64_json';
  readonly stream?: true;
  readonly partial_images?: number;
}

/** One POST, before the pictures that go with it are made. */
export interface PlannedCall {
  readonly endpoint: Endpoint;
  /** Not sent to the variations endpoint, which knows none; where a server has no such endpoint, the edit has it. */
  readonly prompt: string;
  readonly model: string;
  /** Images asked for in this one request. */
  readonly n: number;
  readonly parameters: Parameters;
}

/** A picture as it is sent. */
export interface Upload {
  readonly bytes: Bytes;
  readonly type: Exclude<ImageType, 'gif'>;
  /** The part's file name: `image.png`. */
  readonly name: string;
}

/** The pictures of an edit or a variation. */
export interface Inputs {
  /** The first is the one that is edited; the others are references. */
  readonly images: readonly Upload[];
  /** An RGBA PNG of the first image's width × height: alpha 0 and white = edit, opaque black = keep. */
  readonly mask?: Bytes;
}

/** One POST. */
export type Call =
  | (PlannedCall & { readonly endpoint: 'generate' })
  | (PlannedCall & { readonly endpoint: 'edit' | 'variation'; readonly inputs: Inputs });

/** What will be sent: the number of POSTs is fixed here, before the first (promise P4). */
export interface Order {
  readonly calls: readonly PlannedCall[];
  /** What the model can do there. */
  readonly model: Model;
  readonly notes: readonly Note[];
  /** What goes with every call; absent for a generation. */
  readonly inputs?: InputPlan;
}

/** Which pictures are sent, and how. */
export interface InputPlan {
  /** Of the picture that is edited; absent where all pictures are references. */
  readonly frame?: Frame;
  /** References that the model takes. */
  readonly references: number;
  /** The types that the model takes. */
  readonly types: readonly Upload['type'][];
  /** Of one picture, in bytes. */
  readonly maxBytes: number;
  /** Only pictures as wide as high. */
  readonly square: boolean;
}

/** Token counts of an answer, as the API's `usage` has them. */
export interface Usage {
  readonly inputTextTokens: number;
  readonly inputImageTokens: number;
  readonly outputTokens: number;
}

/** What a provider reports while one call runs. */
export type Progress =
  /** The request is on its way: from here on it may be billed. */
  | { readonly kind: 'sent' }
  /** An early, unfinished picture: for show, never saved as a result. `index` counts from 0. */
  | { readonly kind: 'partial'; readonly index: number; readonly bytes: Bytes; readonly info: ImageInfo }
  /** A finished image, checked by its header. `bytes` are the server's, untouched. */
  | {
      readonly kind: 'image';
      readonly bytes: Bytes;
      readonly info: ImageInfo;
      readonly revisedPrompt?: string;
      /** The same bytes on disk. Whoever takes the image drops it in the end. */
      readonly spooled?: Spooled | undefined;
    }
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'usage'; readonly usage: Usage };

/**
 * Makes images.
 *
 * `run` sends one call and reports until it is over. It throws `Failed`: after images were yielded too, which stay good.
 * Aborting `signal` ends it within 200 ms with `Failed` `cancelled`. `spool` gives it files to put images into meanwhile.
 */
export interface ImageProvider {
  /** Where calls go: an origin such as `https://api.openai.com`, or `placeholder:`. Cool-downs are counted by it. */
  readonly origin: string;
  run(call: Call, signal: AbortSignal, spool?: Spool): AsyncIterable<Progress>;
}

/**
 * Which part of a picture is to change: a plane of width × height bytes, row by row, 0 keep … 255 edit, as a zlib stream
 * (RFC 1950). The picture's own px, after its EXIF orientation.
 */
export interface Coverage extends Size {
  readonly deflated: Bytes;
}

/** What the pixel engine knows of a picture without decoding all of it. */
export interface PictureFacts extends Size {
  readonly type: ImageType;
  readonly alpha: boolean;
  /** In bytes. */
  readonly bytes: number;
  /**
   * It can be sent as it is: upright, one frame, 8 bits a channel, grey or RGB, and nothing in the file but the picture
   * (no EXIF, XMP, text, profile or credentials, which could tell where and by whom it was made).
   */
  readonly plain: boolean;
  /** Its EXIF orientation turns or mirrors it. */
  readonly turned: boolean;
  /** More than 8 bits a channel, so that whatever is made from it has fewer. */
  readonly deep: boolean;
}

/** How a picture goes out, and where its answer belongs. */
export interface Frame {
  /** In the picture's px. Where it reaches over the canvas it is padding; over the picture but not the canvas, new area. */
  readonly box: Box;
  /** What is sent, in px: the box, or less where that would be more than a server takes. */
  readonly sent: Size;
  /** The result, in the picture's px: the picture itself, or larger on some sides. */
  readonly canvas: Box;
  /** The box is only a part of the canvas: its answer is pasted back. */
  readonly isRegion: boolean;
}

/** An image on disk. */
export interface Saved {
  /** The file, as a URI string. */
  readonly uri: string;
  /** `base` of the path: `a-white-siamese-cat.png`. */
  readonly name: string;
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** A note when it could not be saved where it should have been. */
  readonly note?: Note;
  /** The name without its number, where that one was taken. */
  readonly plain?: string;
}

/** Where images are kept. `name` has no extension; the shelf finds the next free one. Throws `Failed` `noPlace`. */
export interface Shelf {
  /**
   * `wanted`: the name and the folder that a person wants instead of the usual ones. `spooled`: where the same bytes are on
   * disk already; what cannot be done with it is done with `image`.
   */
  keep(
    image: Bytes,
    info: FileInfo,
    name: string,
    wanted?: Pick<Description, 'name' | 'folder'>,
    spooled?: Spooled,
  ): Promise<Saved>;
  /** Keeps an answer byte for byte in Easel's own storage, before anything is made from it (promise P9). */
  keepRaw(image: Bytes, info: FileInfo, name: string): Promise<Saved>;
  /** Where images are put while they arrive, if nothing is made of them before they are kept. */
  readonly spool?: Spool;
}

/** The pixel work around the calls of one run. */
export interface Retoucher {
  /** What is sent with every call. Throws `Failed`: `raster`, `badImage`, `noFile`, `cancelled`. */
  prepare(signal: AbortSignal): Promise<Inputs>;
  /** Whether something is made of an answer; else the answer is the result. */
  changes(answer: ImageInfo): boolean;
  /** What is made of one answer. Throws `Failed` `raster`, `badImage`. */
  finish(answer: Bytes): Promise<Finished>;
}
