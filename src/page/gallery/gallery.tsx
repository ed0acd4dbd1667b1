import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PageState } from '../../core/protocol.ts';
import { Older } from '../history/older.tsx';
import { Search } from '../history/search.tsx';
import { post } from '../host.ts';
import { Icon } from '../parts.tsx';
import { Card } from './card.tsx';

/** All runs, newest first. */
export function Gallery({ state }: { readonly state: PageState }) {
  const [active, setActive] = useState(state.selected);
  const { gallery } = state;
  const isFiltered = gallery !== undefined && (gallery.search !== '' || gallery.family);
  if (state.cards.length === 0 && !isFiltered) return <Empty />;
  const focus = (image: string) => {
    setActive(image);
    if (image !== state.selected) post({ kind: 'select', image });
  };
  return (
    <section class="cards" aria-label={l10n.t('Images')}>
      {gallery && <Search gallery={gallery} />}
      {state.cards.map((card) => (
        <Card key={card.id} card={card} trusted={state.trusted} active={active} selected={state.selected} onFocus={focus} />
      ))}
      {gallery && <Older cards={state.cards.length} more={gallery.older} />}
    </section>
  );
}

function Empty() {
  return (
    <section class="empty">
      <Icon name="sparkle" />
      <h2>{l10n.t('No images yet')}</h2>
      <p>{l10n.t('Describe a picture above, or select text in any document and run this command:')}</p>
      <p>
        <kbd>{l10n.t('Easel: Generate Image')}</kbd>
      </p>
      <p class="hint">{l10n.t('The picture is saved in your project, and you decide where to insert it.')}</p>
    </section>
  );
}
