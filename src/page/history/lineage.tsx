import * as l10n from '@vscode/l10n';
import type { LineageView } from '../../core/galleryView.ts';
import { post } from '../host.ts';
import { Icon } from '../parts.tsx';

/** Where a card's images come from and what was made from them, each a way to get there. */
export function Lineage({ lineage }: { readonly lineage: readonly LineageView[] }) {
  return (
    <ul class="lineage" aria-label={l10n.t('Related images')}>
      {lineage.map(({ label, image, leads }) => (
        <li key={label}>
          <Icon name={leads === 'image' ? 'git-commit' : 'git-branch'} />
          {image === undefined ? (
            <span dir="auto">{label}</span>
          ) : (
            <button
              type="button"
              class="link"
              dir="auto"
              onClick={() => post({ kind: leads === 'image' ? 'showImage' : 'showFamily', image })}
            >
              {label}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
