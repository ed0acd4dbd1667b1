import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PendingView } from '../../core/protocol.ts';
import { formatDuration, useNow } from '../clock.ts';
import { partialOf } from '../partials.ts';
import { frameRatio } from './frame.ts';

/** px of blur for the first, second, third early picture: they come sharper. */
const BLUR = [12, 6, 2];

interface PendingProps {
  readonly run: string;
  readonly pending: PendingView;
  /** The call's next image will come here, so that its early pictures are shown here. */
  readonly next: boolean;
}

/** A place where an image will be. */
export function Pending({ run, pending, next }: PendingProps) {
  const early = next ? partialOf(run, pending.call) : undefined;
  const [natural, setNatural] = useState<number | undefined>(undefined);
  const now = useNow(pending.until !== undefined);
  const asked = pending.width !== undefined && pending.height !== undefined ? pending.width / pending.height : undefined;
  const ratio = asked ?? (early && natural) ?? 1;
  return (
    <li class="tile pending">
      <div class="frame" style={{ aspectRatio: frameRatio(ratio) }}>
        {early && (
          <img
            src={early.url}
            alt={l10n.t('An early, unfinished picture')}
            class="partial"
            // A little larger than its frame, so that the blur leaves no faded edge.
            style={{ filter: `blur(${BLUR[early.step] ?? 0}px)`, scale: BLUR[early.step] ? '1.08' : '1' }}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setNatural(naturalWidth / naturalHeight)}
          />
        )}
        <span class={early ? 'shimmer over' : 'shimmer'} aria-hidden="true" />
      </div>
      <p class="status">
        <span dir="auto">{pending.status}</span>
        {pending.until !== undefined && (
          <span class="elapsed" role="timer" aria-live="off" aria-label={l10n.t('Time left')}>
            {formatDuration(pending.until - now + 999)}
          </span>
        )}
      </p>
    </li>
  );
}
