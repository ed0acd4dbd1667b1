import type { Bytes, ImageInfo } from './image.ts';

/** An id made by us, before anything is sent. */
export type RunId = string;
export type CallId = string;
export type ImageId = string;

/** How an image is asked for, with the names and values of package.json's settings. */
export interface Options {
  readonly model: string;
  /** `auto` or `W×H` in px, written `1536x1024`. */
  readonly size: string;
  readonly quality: string;
  /** Images wanted, 1–10. */
  readonly count: number;
  readonly background: string;
  readonly outputFormat: string;
  readonly style: string;
  readonly moderation: string;
  /** dall-e-3: put the sentence in front that stops it from rewriting the prompt. */
  readonly promptAsIs: boolean;
}

/** What the user wants. */
export interface Task {
  readonly prompt: string;
  readonly options: Options;
}

/** The optional fields of a request body, by the API's own names. Absent means: left out. */
export interface Parameters {
  readonly size?: string;
  readonly quality?: string;
  readonly background?: string;
  readonly output_format?: string;
  readonly style?: string;
  readonly moderation?: string;
  readonly response_format?: 'b64_json';
  readonly stream?: true;
  readonly partial_images?: number;
}

/** One POST. */
export interface Call {
  readonly prompt: string;
  readonly model: string;
  /** Images asked for in this one request. */
  readonly n: number;
  readonly parameters: Parameters;
}

/** What will be sent: the number of POSTs is fixed here, before the first (promise P4). */
export interface Order {
  readonly calls: readonly Call[];
  readonly notes: readonly Note[];
}

/** A fact the user should know about how the wish became an order or the order an answer. */
export type Note =
  /** The model makes fewer images a call than were asked for. */
  | { readonly kind: 'split'; readonly model: string; readonly calls: number; readonly perCall: number }
  | { readonly kind: 'size'; readonly from: string; readonly to: string }
  /** The model does not know this option; it was left out. */
  | { readonly kind: 'leftOut'; readonly model: string; readonly option: keyof Options; readonly value: string }
  /** Another value of the option was taken. */
  | { readonly kind: 'changed'; readonly option: keyof Options; readonly from: string; readonly to: string }
  /** The model is dead, or will be on `date` (ISO). */
  | {
      readonly kind: 'shutdown';
      readonly model: string;
      readonly date: string;
      readonly past: boolean;
      readonly replacement: string;
    }
  /** The server rejected a parameter, and the request went out again without it. */
  | { readonly kind: 'dropped'; readonly parameter: string }
  | { readonly kind: 'fewer'; readonly asked: number; readonly got: number }
  /** The file's type is not the one asked for. */
  | { readonly kind: 'otherType'; readonly asked: string; readonly got: string }
  | { readonly kind: 'otherSize'; readonly asked: string; readonly got: string }
  /** Saved in Easel's own storage: the folder could not be written. */
  | { readonly kind: 'savedElsewhere'; readonly folder: string }
  /** No workspace is open, so the image lies in Easel's own storage. */
  | { readonly kind: 'noWorkspace' };

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
  | { readonly kind: 'image'; readonly bytes: Bytes; readonly info: ImageInfo; readonly revisedPrompt?: string }
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'usage'; readonly usage: Usage };

/**
 * Makes images.
 *
 * `run` sends one call and reports until it is over. It throws `Failed`: after images were yielded too, which stay good.
 * Aborting `signal` ends it within 200 ms with `Failed` `cancelled`.
 */
export interface ImageProvider {
  /** Where calls go: an origin such as `https://api.openai.com`, or `placeholder:`. Cool-downs are counted by it. */
  readonly origin: string;
  run(call: Call, signal: AbortSignal): AsyncIterable<Progress>;
}

/** What can be drawn on: the pixel engine, in a worker thread. */
export interface Raster {
  /**
   * Draws an SVG (shapes only: there are no fonts) at its own width × height in px and encodes it.
   * Throws `Failed`: `raster`, `cancelled`.
   */
  draw(svg: string, format: 'png' | 'jpeg' | 'webp', signal: AbortSignal): Promise<Bytes>;
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
}

/** Where images are kept. `name` has no extension; the shelf finds the next free one. Throws `Failed` `noPlace`. */
export interface Shelf {
  keep(image: Bytes, info: ImageInfo, name: string): Promise<Saved>;
}
