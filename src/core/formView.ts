import type { FieldView } from './protocol.ts';

/** A small picture with its name. */
export interface ThumbnailView {
  /** A webview resource URI. */
  readonly src: string;
  readonly name: string;
}

/** The form in which a prompt is reviewed before it is sent. */
export interface FormView {
  /** Changes when the host puts a new prompt into it; the page keeps unsent text under this id. */
  readonly id: string;
  readonly prompt: string;
  /** Why it was not sent at once; a whole sentence. */
  readonly reason?: string;
  readonly fields: readonly FieldView[];
  /** `2 images · about $0.11`, or why it cannot be sent. */
  readonly estimate: string;
  /** What becomes of the wish as it is typed so far; whole sentences. */
  readonly notes: readonly string[];
  /** `For post.md:12`: the place that the selection gave it. */
  readonly target?: string;
  readonly canSend: boolean;
  /** The picture that variations are asked of. */
  readonly source?: ThumbnailView;
  /** The style that the prompt gets. */
  readonly style?: StyleView;
  /** Whether there are styles to choose from. */
  readonly hasStyles: boolean;
  /** Pictures for the new one to go by, which can be taken away again. */
  readonly references: readonly (ThumbnailView & { readonly id: string })[];
}

/** A style, whose whole text is shown before it is sent. Its options are among the form's. */
export interface StyleView {
  readonly name: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly references: readonly ThumbnailView[];
}
