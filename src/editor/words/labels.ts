import { l10n } from 'vscode';
import type { OpaqueBackground } from '../../core/background.ts';
import { isolate } from '../../core/bidi.ts';
import { type Cost, formatDollars } from '../../core/cost.ts';
import { assertNever } from '../../core/failure.ts';
import type { FileType } from '../../core/fileType.ts';
import type { Asker } from '../../core/ledger.ts';
import { modelOf, type SizeChoice } from '../../core/models.ts';
import type { ReviewReason } from '../../core/prompt.ts';
import { nameOf } from '../../core/restore.ts';
import type { CallState, Run } from '../../core/session.ts';
import type { Size } from '../../core/size.ts';
import type { Options } from '../../core/task.ts';

/** A cost in words: `about $0.11`, `price unknown`, `free`. */
export function costLabel(cost: Cost): string {
  switch (cost.kind) {
    case 'free':
      return l10n.t('free');
    case 'exact':
      return dollars(cost.dollars);
    case 'about':
      return l10n.t('about {0}', dollars(cost.dollars));
    case 'unknown':
      return l10n.t('price unknown');
    default:
      return assertNever(cost);
  }
}

/** Dollars with as many digits as a small amount needs: $0.006, $0.21, $2.11. */
export function dollars(amount: number): string {
  return `$${formatDollars(amount)}`;
}

/** `1 image`, `3 images`. */
export function countLabel(count: number): string {
  return count === 1 ? l10n.t('1 image') : l10n.t('{0} images', count);
}

/** `1536×1024`, or the word for `auto`. */
export function sizeLabel(size: string): string {
  return size === 'auto' ? l10n.t('automatic size') : size.replace('x', '×');
}

/** `gpt-image-2.6-flare · 1024×1024 · medium · 2 images` */
export function factsLabel(options: Options): string {
  const parts = [isolate(options.model), sizeLabel(options.size)];
  if (modelOf(options.model).qualities.length > 0) parts.push(qualityLabel(options.quality));
  parts.push(countLabel(options.count));
  return parts.join(' · ');
}

/** Who asked for images, where that was no person. */
export function askerLabel(asker: Asker): string {
  switch (asker) {
    case 'agent':
      return l10n.t('Asked for by an agent');
    default:
      return assertNever(asker);
  }
}

/** What a run is called: its prompt; for variations, whose prompt is always the same, their picture. */
export function titleOf({ prompt, edit }: Pick<Run, 'prompt' | 'edit'>): string {
  if (edit?.kind !== 'vary') return prompt;
  const name = nameOf(edit.picture);
  switch (edit.strength) {
    case undefined:
      return l10n.t('Variations of {0}', isolate(name));
    case 'subtle':
      return l10n.t('Subtle variations of {0}', isolate(name));
    case 'medium':
      return l10n.t('Medium variations of {0}', isolate(name));
    case 'strong':
      return l10n.t('Strong variations of {0}', isolate(name));
    default:
      return assertNever(edit.strength);
  }
}

/** How much of what was to be kept the model had changed; `share` is 0–1. */
export function outsideSentence(share: number): string {
  if (share === 0) return l10n.t('The model left the rest as it was.');
  const percent = (share * 100).toLocaleString(undefined, { maximumSignificantDigits: 2 });
  return l10n.t('The model had changed {0} % of the rest; it was put back.', percent);
}

/** That a background is not transparent, although it was to be. */
export function backgroundSentence(background: OpaqueBackground): string {
  switch (background) {
    case 'opaque':
      return l10n.t('The background is not transparent, although that was asked for.');
    case 'checkerboard':
      return l10n.t('The background is not transparent, although that was asked for: the model painted a checkerboard instead.');
    default:
      return assertNever(background);
  }
}

/** That an image is not in the project yet. */
export function waitingSentence(): string {
  return l10n.t('It waits in Easel’s storage until you insert, keep or star it.');
}

/** What is said of a picture whose file was taken away outside of VS Code. */
export function missingSentence(): string {
  return l10n.t(
    'The file is not there any more. Put it back in its place, generate the image again, or remove it from the history.',
  );
}

/** A quality as it is shown. */
export function qualityLabel(quality: string): string {
  return quality === 'auto' ? l10n.t('automatic quality') : isolate(quality);
}

/** A background as it is shown. */
export function backgroundLabel(background: string): string {
  switch (background) {
    case 'auto':
      return l10n.t('Automatic background');
    case 'opaque':
      return l10n.t('Opaque');
    case 'transparent':
      return l10n.t('Transparent');
    default:
      return isolate(background);
  }
}

/** What a picture that is still expected waits for. */
export function pendingLabel(state: CallState): string {
  switch (state.kind) {
    case 'queued':
      return l10n.t('Waiting for its turn');
    case 'waiting':
      return l10n.t('The server is busy; asking again in');
    default:
      return l10n.t('Being made');
  }
}

/** `640 kB`, `2.1 MB`. */
export function bytesLabel(bytes: number): string {
  return bytes < 999_500 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `1536 × 1024 · PNG · 2.1 MB`; px, and the file's bytes. */
export function pictureFactsLabel({ width, height }: Size, type: FileType, bytes: number): string {
  return `${width} × ${height} · ${TYPE_NAMES[type]} · ${bytesLabel(bytes)}`;
}

/** Image types as people write them. */
export const TYPE_NAMES: Readonly<Record<FileType, string>> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  gif: 'GIF',
  avif: 'AVIF',
};

/** The button that inserts, named after its target. */
export function insertLabel(
  target: { readonly name: string; readonly line: number; readonly copyOnly: boolean } | undefined,
): string {
  if (!target || target.copyOnly) return l10n.t('Copy Reference');
  return l10n.t('Insert into {0}:{1}', isolate(target.name), target.line);
}

/** The button that inserts a smaller file, with both sizes in bytes where they are known. */
export function webpLabel(size: number | undefined, original: number): string {
  if (size === undefined) return l10n.t('Insert as WebP');
  return size < original
    ? l10n.t('Insert as WebP ({0}, not {1})', bytesLabel(size), bytesLabel(original))
    : l10n.t('As WebP it would be larger ({0}, not {1})', bytesLabel(size), bytesLabel(original));
}

/** A size to choose: `Landscape 3:2 · 1536×1024`. */
export function sizeChoiceLabel({ value, shape, ratio }: SizeChoice): string {
  switch (shape) {
    case 'auto':
      return l10n.t('Automatic size');
    case 'square':
      return l10n.t('Square · {0}', sizeLabel(value));
    case 'landscape':
      return l10n.t('Landscape {0} · {1}', ratio, sizeLabel(value));
    case 'portrait':
      return l10n.t('Portrait {0} · {1}', ratio, sizeLabel(value));
    default:
      return assertNever(shape);
  }
}

/** Why a prompt is shown before it is sent. */
export function reviewSentence(reason: ReviewReason | undefined): string | undefined {
  switch (reason) {
    case undefined:
      return undefined;
    case 'long':
      return l10n.t('This is a long selection. Look at it before it is sent.');
    case 'wholeDocument':
      return l10n.t('The whole document is selected. Look at it before it is sent.');
    case 'short':
      return l10n.t('There are hardly any words in the selection. Say more about the image.');
    case 'secret':
      return l10n.t('There may be a key or a password in the selection. Take it out before it is sent.');
    default:
      return assertNever(reason);
  }
}
