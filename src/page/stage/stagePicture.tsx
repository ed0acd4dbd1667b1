import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Box } from '../../core/box.ts';
import type { OriginalView } from '../../core/protocol.ts';
import { Note } from '../parts.tsx';
import { placeOf } from './view.ts';

/** ms until a picture that could not be loaded is asked for once more. */
const RETRY = 1500;

interface StagePictureProps {
  readonly picture: OriginalView;
  /** CSS px in the stage. */
  readonly place: Box;
}

/** The picture under the mask. */
export function StagePicture({ picture, place }: StagePictureProps) {
  const [failed, setFailed] = useState(0);
  if (failed > 1) {
    return (
      <div class="stage-broken">
        <Note icon="warning">{l10n.t('This image cannot be shown.')}</Note>
      </div>
    );
  }
  return (
    <img
      // While a window reloads, the first request may come before its server is connected.
      key={failed}
      // Above it one wants to see the px themselves.
      class={`stage-picture${place.width > 3 * picture.width ? ' pixels' : ''}`}
      src={picture.src}
      alt={picture.name}
      draggable={false}
      style={placeOf(place)}
      onError={() => setTimeout(() => setFailed(failed + 1), failed === 0 ? RETRY : 0)}
    />
  );
}
