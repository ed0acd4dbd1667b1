import * as l10n from '@vscode/l10n';
import type { OriginalView } from '../../core/protocol.ts';
import { compareWith } from '../look/kept.ts';
import { lookAt } from '../look/opened.ts';
import { TextButton } from '../parts.tsx';
import { frameRatio } from './frame.ts';
import { Shown } from './shown.tsx';

interface OriginalProps {
  readonly original: OriginalView;
  /** The image that it is compared with; absent while there is none. */
  readonly result: string | undefined;
}

/** The picture that a run's images were made from, to compare them with. */
export function Original({ original, result }: OriginalProps) {
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
      {result !== undefined && (
        <div class="raw">
          <TextButton icon="compare-changes" onPress={() => lookAt({ image: result, compare: compareWith('original') })}>
            {l10n.t('Compare')}
          </TextButton>
        </div>
      )}
    </li>
  );
}
