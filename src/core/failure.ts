/** What a value of a request is wrong about. Facts only; the sentence is made in `editor/words/`. */
export type Invalid =
  | { readonly field: 'prompt'; readonly problem: 'empty' }
  | {
      readonly field: 'prompt';
      readonly problem: 'long';
      readonly length: number;
      readonly limit: number;
      readonly model: string;
    }
  | { readonly field: 'count'; readonly value: string }
  | { readonly field: 'size'; readonly value: string }
  | { readonly field: 'saveFolder'; readonly value: string; readonly problem: 'outside' | 'absolute' | 'notAFolder' }
  /** `value` is only the host where the rest may hold a secret. */
  | { readonly field: 'baseUrl'; readonly value: string; readonly problem: 'address' | 'credentials' | 'query' }
  | { readonly field: 'setting'; readonly name: string; readonly value: string }
  /** An entry of a setting that is a list, counted from 1; `property` is "" where all of it is wrong. */
  | {
      readonly field: 'entry';
      readonly setting: string;
      readonly position: number;
      readonly name?: string;
      readonly property: string;
    }
  | { readonly field: 'arguments'; readonly name: string }
  /** The model makes images out of nothing only. */
  | { readonly field: 'endpoint'; readonly model: string }
  /** The picture has another size than the mask was painted for, or than the mask file has; written `1024x768`. */
  | { readonly field: 'mask'; readonly size: string; readonly picture: string }
  /** The file has other bytes than when it was opened. */
  | { readonly field: 'picture'; readonly name: string }
  /** A picture of a style that is not in the workspace; its path as the setting has it. */
  | { readonly field: 'reference'; readonly path: string; readonly style: string }
  /** An extension beyond what can be made, or none at all; written `1024x768`. */
  | { readonly field: 'canvas'; readonly size: string }
  /** What an agent has called a tool with; `name` is the input's. */
  | ({ readonly field: 'input'; readonly name: string } & InputProblem);

/** What is wrong about an input of a tool. `value`: what was given. */
export type InputProblem =
  /** Missing, of another type, out of its range, or unknown. */
  | { readonly problem: 'wrong' }
  /** No folder is open, so there is nowhere to read from or to write to. */
  | { readonly problem: 'noWorkspace' }
  /** A path that leaves the workspace, links followed. */
  | { readonly problem: 'outside'; readonly value: string }
  /** An address such as `https://…` or `data:…`. */
  | { readonly problem: 'address'; readonly value: string }
  /** No file that Easel makes, by its name. */
  | { readonly problem: 'extension'; readonly value: string }
  /** No picture that can be sent, by its name. */
  | { readonly problem: 'notAPicture'; readonly value: string }
  /** A style that `easel.styles` does not have; `known` are those it has. */
  | { readonly problem: 'style'; readonly value: string; readonly known: readonly string[] }
  /** More images than an agent may ask for at once. */
  | { readonly problem: 'tooMany'; readonly count: number; readonly limit: number }
  /** A JPEG has no transparency. */
  | { readonly problem: 'transparentJpeg' }
  /** What would be sent is not what was confirmed. */
  | { readonly problem: 'changed' }
  /** Not within the picture, which is of this size in px, written `1024x768`. */
  | { readonly problem: 'region'; readonly picture: string };

/** Facts that many answers of a server carry. `message` is the server's own text: untrusted, shown as text only. */
interface Answered {
  readonly message?: string;
  /** The server's `x-request-id`, to quote to its support. */
  readonly requestId?: string;
}

/**
 * Everything that can go wrong in a way we know, as plain data: it crosses postMessage, a tool's result and the log.
 * What is not in this union is a bug.
 */
export type Failure =
  /** `billable`: a request had been sent, so the server may still bill it. */
  | { readonly kind: 'cancelled'; readonly billable: boolean }
  | { readonly kind: 'untrusted' }
  /** The server at `origin` wants a key and we have none. */
  | ({ readonly kind: 'noKey'; readonly origin: string } & Answered)
  | ({ readonly kind: 'badKey'; readonly origin: string } & Answered)
  | ({ readonly kind: 'denied'; readonly reason: 'organization' | 'other' } & Answered)
  /** Refused by the content policy. `stage` is `input` or `output` where the server says so. */
  | ({ readonly kind: 'refused'; readonly categories: readonly string[]; readonly stage?: string } & Answered)
  /** We refuse before anything is sent. */
  | { readonly kind: 'invalid'; readonly invalid: Invalid }
  /** The server refuses the request as it stands (400, 413, 415, 422). */
  | ({ readonly kind: 'rejected'; readonly status: number; readonly parameter?: string } & Answered)
  /** `until`: ms since 1970 when the server says it may be asked again. */
  | ({ readonly kind: 'rateLimited'; readonly until?: number } & Answered)
  | ({ readonly kind: 'noCredit' } & Answered)
  /**
   * It would go over the user's daily budget, and nobody is there to be asked. US$; `cost` is absent where the price is not
   * known.
   */
  | { readonly kind: 'overBudget'; readonly budget: number; readonly spent: number; readonly cost?: number }
  /** The server is reached without encryption; the user has not allowed that, and nobody is there to be asked. */
  | { readonly kind: 'unencrypted'; readonly origin: string }
  | ({ readonly kind: 'noModel'; readonly model: string; readonly replacement?: string } & Answered)
  /** The server has no such endpoint (404 or 405 that names no model). */
  | ({ readonly kind: 'noEndpoint'; readonly status: number } & Answered)
  /** No connection was opened; nothing was sent. */
  | {
      readonly kind: 'unreachable';
      readonly host: string;
      readonly reason: 'unknownHost' | 'refused' | 'certificate' | 'proxy' | 'other';
    }
  | { readonly kind: 'timedOut'; readonly seconds: number }
  /** The connection broke after the request was sent, or the answer ends in the middle. */
  | { readonly kind: 'incomplete' }
  | ({ readonly kind: 'server'; readonly status: number } & Answered)
  /** Something that is not the Images API answered, such as a proxy or a login page. */
  | { readonly kind: 'notAnApi'; readonly host: string; readonly status: number }
  /** `host`: where the server wanted to send us. */
  | { readonly kind: 'redirected'; readonly host: string }
  /** `limit` in bytes. */
  | { readonly kind: 'tooLarge'; readonly limit: number }
  | ({ readonly kind: 'noImage' } & Answered)
  /** `name`: a file of the user's; absent: what the server sent. */
  | {
      readonly kind: 'badImage';
      readonly reason: 'notAnImage' | 'truncated' | 'damaged' | 'tooManyPixels' | 'tooManyBytes';
      readonly name?: string;
    }
  /** An answer's URL could not be fetched any more. */
  | { readonly kind: 'expired'; readonly status: number }
  /** The image was made, but its link could not be fetched; host of the link. */
  | { readonly kind: 'notFetched'; readonly host: string }
  /** An answer's URL leads to a place we do not fetch from. */
  | { readonly kind: 'urlRefused' }
  /**
   * The image could not be written. `folder` is the path shown to the user. `waits`: the name of an image that stays, complete,
   * in Easel's own storage.
   */
  | {
      readonly kind: 'noPlace';
      readonly reason: 'full' | 'readOnly' | 'other';
      readonly folder: string;
      readonly waits?: string;
    }
  /** A file that was there is gone. */
  | { readonly kind: 'noFile'; readonly name: string }
  /** The pixel engine failed; generating and saving do without it. */
  | { readonly kind: 'raster' }
  /** Left behind by a window that is gone: nobody knows whether an image was made. */
  | { readonly kind: 'unknownEnd' }
  /** Left behind by such a window before it was sent. */
  | { readonly kind: 'notSent' }
  /** A bug of ours: the log has its stack. */
  | { readonly kind: 'unexpected' };

export type FailureKind = Failure['kind'];

/** Carries a {@link Failure} through `throw`. Each shell translates into it once, at its own border. */
export class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.kind, cause === undefined ? undefined : { cause });
    this.name = 'Failed';
    this.failure = failure;
  }
}

/** The failure an error carries; anything that is not a {@link Failed} is a bug. */
export function failureOf(error: unknown): Failure {
  return error instanceof Failed ? error.failure : { kind: 'unexpected' };
}

/** The short way to refuse a value before anything is sent. */
export function invalid(problem: Invalid): Failed {
  return new Failed({ kind: 'invalid', invalid: problem });
}

/** Makes a `switch` over a union exhaustive: it does not compile while a member is missing. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected ${JSON.stringify(value)}`);
}
