import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import { Icon } from '../parts.tsx';
import { focusPrompt } from './flags.tsx';

interface ThumbnailProps {
  readonly src: string;
  readonly label: string;
  /** For one that can be taken away. */
  readonly onRemove?: () => void;
}

/** A small picture with its name. */
export function Thumbnail({ src, label, onRemove }: ThumbnailProps) {
  const remove = l10n.t('Remove {0}', isolate(label));
  return (
    <li class="thumbnail">
      <img src={src} alt="" />
      <span dir="auto">{label}</span>
      {onRemove && (
        <button
          type="button"
          class="form-chip-remove"
          aria-label={remove}
          title={remove}
          onClick={({ currentTarget }) => {
            focusPrompt(currentTarget);
            onRemove();
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}
