import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import { readFlags } from '../../core/flags.ts';
import type { StyleView, ThumbnailView } from '../../core/formView.ts';
import type { CardView } from '../../core/protocol.ts';
import { styledPrompt } from '../../core/style.ts';
import { Folded } from '../folded.tsx';
import { Thumbnail } from './thumbnail.tsx';

/** All that the style makes of a prompt, before it is sent. */
export function WillBeSent({ prompt, style }: { readonly prompt: string; readonly style: StyleView }) {
  const own = readFlags(prompt).prompt.trim();
  return (
    <details class="sent" open>
      <summary>{l10n.t('What is sent')}</summary>
      <p id="sent" class="sent-text" dir="auto">
        {styledPrompt(own === '' ? '…' : own, style)}
      </p>
      <Thumbnails pictures={style.references} label={l10n.t('Pictures of the style')} />
    </details>
  );
}

/** What went along with a card's prompt. */
export function WasSent({ card: { style, references = [] } }: { readonly card: CardView }) {
  return (
    <>
      {style && (
        <details class="sent">
          <summary>{l10n.t('Style: {0}', isolate(style.name))}</summary>
          <Folded class="sent-text" text={style.sent} limit={2000} scrolls />
        </details>
      )}
      <Thumbnails pictures={references} label={l10n.t('References')} />
    </>
  );
}

function Thumbnails({ pictures, label }: { readonly pictures: readonly ThumbnailView[]; readonly label: string }) {
  if (pictures.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari and VoiceOver drop the role of a list without bullets
    <ul class="thumbnails" role="list" aria-label={label}>
      {pictures.map(({ src, name }) => (
        <Thumbnail key={src} src={src} label={name} />
      ))}
    </ul>
  );
}
