import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import { RemoveButton } from './flags.tsx';

interface ThumbnailProps {
  readonly src: string;
  readonly label: string;
  /** For one that can be taken away. */
  readonly onRemove?: () => void;
}

/** A small picture with its name. */
export function Thumbnail({ src, label, onRemove }: ThumbnailProps) {
  return (
    <li class="thumbnail">
      <img src={src} alt="" />
      <span dir="auto">{label}</span>
      {onRemove && <RemoveButton label={l10n.t('Remove {0}', isolate(label))} onRemove={onRemove} />}
    </li>
  );
}
