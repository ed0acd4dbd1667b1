import * as l10n from '@vscode/l10n';
import type { OriginalView } from '../../core/protocol.ts';
import { frameRatio } from './frame.ts';
import { Shown } from './shown.tsx';

/** The picture that a run's images were made from, to compare them with. */
export function Original({ original }: { readonly original: OriginalView }) {
  const { name, src } = original;
  const ratio = original.width / original.height;
  return (
    <li class="tile original">
      <figure>
        <div class="frame" style={{ aspectRatio: frameRatio(ratio) }}>
          <Shown key={src} src={src} alt={name} name={name} ratio={ratio} />
        </div>
        <figcaption>
          <span class="name" dir="auto">
            {l10n.t('Original')}
          </span>
          <span class="picture-facts" dir="auto">
            {name}
          </span>
        </figcaption>
      </figure>
    </li>
  );
}
