import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GalleryView } from '../../core/galleryView.ts';
import { post } from '../host.ts';
import { Icon, IconButton } from '../parts.tsx';

/** ms between the last key and the search */
const PAUSE = 200;

/** Finds images by what was asked for. The host looks through the whole history; the page has a part of it only. */
export function Search({ gallery }: { readonly gallery: GalleryView }) {
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(gallery.search);
  const sent = useRef(gallery.search);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  // The host shows everything again when another image is wanted.
  useEffect(() => {
    if (gallery.search === sent.current) return;
    sent.current = gallery.search;
    setText(gallery.search);
  }, [gallery.search]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (next: string) => {
    clearTimeout(timer.current);
    sent.current = next;
    post({ kind: 'search', text: next });
  };
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(next), PAUSE);
  };
  const clear = () => {
    setText('');
    send('');
    box.current?.focus();
  };
  return (
    <search class="search">
      <div class="search-box">
        <Icon name="search" />
        <input
          ref={box}
          type="text"
          dir="auto"
          value={text}
          maxLength={500}
          placeholder={l10n.t('Search Images')}
          aria-label={l10n.t('Search Images')}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') send(text);
            if (event.key !== 'Escape' || (text === '' && !gallery.family)) return;
            event.stopPropagation();
            clear();
          }}
        />
        {(text !== '' || gallery.family) && (
          <IconButton icon="close" name={gallery.family ? l10n.t('Show All Images') : l10n.t('Clear Search')} onPress={clear} />
        )}
      </div>
      <p class="found sentence" role="status">
        {gallery.summary ?? ''}
      </p>
    </search>
  );
}
