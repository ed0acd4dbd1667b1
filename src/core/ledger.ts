import type { OpaqueBackground } from './background.ts';
import type { Description } from './description.ts';
import type { Failure } from './failure.ts';
import type { Note } from './note.ts';
import type { Pricing } from './server.ts';
import type { StyleRecord } from './style.ts';
import type { CallId, EditKind, ImageId, Options, RunId, Usage } from './task.ts';
import type { Strength } from './variation.ts';

/**
 * One line of the ledger: what happened, in the order in which it happened. Append-only; history, recent prompts, cost
 * and the journal are folds over it (`history.ts`). `at` is ms since 1970. URIs are strings.
 */
export type Entry =
  | (AskedBy &
      SentAlong & {
        readonly kind: 'started';
        readonly at: number;
        readonly run: RunId;
        /** The window that asked, see {@link Ledger.window}. */
        readonly window: string;
        readonly provider: string;
        /** Whose prices hold; absent for what is no server, and in lines of before 0.5. */
        readonly pricing?: Pricing;
        readonly prompt: string;
        readonly options: Options;
        /** The placeholder stood in for a missing key. */
        readonly standIn?: boolean;
        readonly calls: readonly CallId[];
        /** The images it was made from. */
        readonly parents: readonly ImageId[];
        /** The alt text of its images; absent: their prompt's. */
        readonly alt?: string;
        /** The picture that it was made from. */
        readonly edit?: EditRecord;
        readonly workspace?: string;
        readonly document?: string;
        /** The file that a document refers to: the image is saved exactly there. */
        readonly target?: string;
        /** All its images were removed from the history: what it cost is all that is left, and the prompt is empty. */
        readonly forgotten?: true;
        /** What it was to cost, in US$, where that was known. */
        readonly estimate?: number;
        /** Each of its calls has `sent`, so that one without it never left; runs of before 0.4 do not say. */
        readonly tellsSent?: true;
      })
  /**
   * A request goes out now: on disk before it does. `on: false`: the server answered that it made nothing of it (429), and it
   * waits to be sent again.
   */
  | { readonly kind: 'sent'; readonly at: number; readonly run: RunId; readonly call: CallId; readonly on: boolean }
  | {
      readonly kind: 'saved';
      readonly at: number;
      readonly run: RunId;
      readonly call: CallId;
      readonly image: ImageId;
      readonly uri: string;
      readonly sha256: string;
      readonly bytes: number;
      readonly width: number;
      readonly height: number;
      readonly revisedPrompt?: string;
      /** The untouched answer, where the image was made from it. */
      readonly raw?: RawRecord;
      /** 0–1, see `Finished`. */
      readonly changedOutside?: number;
      /** See `Saved`. */
      readonly plain?: string;
      /** ms from the sending of its request to its arrival. */
      readonly took?: number;
    }
  | {
      readonly kind: 'used';
      readonly at: number;
      readonly run: RunId;
      readonly call: CallId;
      readonly usage: Usage;
      /** How many images it paid for, where some of them were removed from the history. */
      readonly images?: number;
    }
  /** What was fitted, or came otherwise than it was asked for; `call`: which one says so. */
  | { readonly kind: 'noted'; readonly at: number; readonly run: RunId; readonly call?: CallId; readonly note: Note }
  | { readonly kind: 'failed'; readonly at: number; readonly run: RunId; readonly call: CallId; readonly failure: Failure }
  /** What a person said of its images last. */
  | ({ readonly kind: 'described'; readonly at: number; readonly run: RunId } & Description)
  | { readonly kind: 'ended'; readonly at: number; readonly run: RunId }
  /** What it lacked, or these calls of it, was asked for again by a later run. */
  | { readonly kind: 'replaced'; readonly at: number; readonly run: RunId; readonly calls?: readonly CallId[] }
  | { readonly kind: 'inserted'; readonly at: number; readonly image: ImageId; readonly document: string }
  /** Lies in Easel's bin at `bin`. */
  | {
      readonly kind: 'discarded';
      readonly at: number;
      readonly image: ImageId;
      readonly bin: string;
      /** Its sidecar's place in the bin. */
      readonly sidecar?: string;
    }
  | { readonly kind: 'restored'; readonly at: number; readonly image: ImageId; readonly uri: string }
  /** Marked as one to keep, or not any more. */
  | { readonly kind: 'starred'; readonly at: number; readonly image: ImageId; readonly on: boolean }
  /** Its background was to be transparent, and is not. */
  | { readonly kind: 'checked'; readonly at: number; readonly image: ImageId; readonly background: OpaqueBackground }
  /** Taken out of the history, or put back; its file stays. See `removal.ts`. */
  | {
      readonly kind: 'removed';
      readonly at: number;
      readonly image: ImageId;
      readonly run: RunId;
      readonly call: CallId;
      readonly on: boolean;
    }
  /** Has another place now: that of the file it was made from, in that one's format, or its own again. */
  | {
      readonly kind: 'moved';
      readonly at: number;
      readonly image: ImageId;
      readonly uri: string;
      readonly sha256: string;
      readonly bytes: number;
    };

/** Who asked for images, where that was no person: a language model that works for one. */
export type Asker = 'agent';

/** What says who asked. */
export interface AskedBy {
  /** Absent: a person. */
  readonly by?: Asker;
}

/** What went along with the prompt of a new image. */
export interface SentAlong {
  /** What was put around the prompt. */
  readonly style?: StyleRecord;
  /** The pictures that it was to go by, as URI strings. */
  readonly references?: readonly string[];
}

/** What a run made of which picture. */
export interface EditRecord {
  readonly kind: EditKind;
  /** The picture's file, as a URI string. */
  readonly picture: string;
  /** A copy that the page can show, where it cannot show the file itself. */
  readonly shown?: string;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** The files that were sent along, as URI strings. */
  readonly references?: readonly string[];
  /** Of variations. */
  readonly strength?: Strength;
}

/** An answer as it came, in Easel's own storage. */
export interface RawRecord {
  /** The file, as a URI string. */
  readonly uri: string;
  readonly sha256: string;
  readonly bytes: number;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
}

/** Where entries are kept: one writer a window, all windows read. */
export interface Ledger {
  /** This window's id, one for each activation. */
  readonly window: string;
  /** Resolves when the line is on disk. Throws `Failed` `noPlace`. */
  append(entry: Entry): Promise<void>;
  /**
   * Every readable entry of every window, oldest first, without what was removed. A torn or unknown line is passed over. What
   * did not change on disk since the last call is not read again.
   */
  read(): Promise<readonly Entry[]>;
  /** All of them from some moment on, for a first look: `read` may have years to go through. */
  readRecent(): Promise<readonly Entry[]>;
  /** Calls a listener after each line that this window has written; the answer ends that. */
  onAppend(listener: () => void): () => void;
  /**
   * Takes what was removed off the disk, at most once a day and only out of files of windows that are gone. `discard` takes a
   * file away, named by its URI string, that nothing but the removed images had.
   */
  compact(discard: (uri: string) => Promise<void>): Promise<void>;
  /** Whether the window that wrote `started` entries under this id still runs. */
  alive(window: string): boolean;
}
