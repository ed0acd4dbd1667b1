import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { Icon } from '../parts.tsx';
import { frameRatio } from './frame.ts';

/** ms until an image that could not be loaded is asked for once more. */
const RETRY = 1500;

interface ShownProps {
  readonly src: string;
  readonly alt: string;
  readonly name: string;
  readonly ratio: number;
  /** Its file is not there, whatever the browser still has of it. */
  readonly gone?: boolean;
}

/** The image itself, or its name where it cannot be shown. */
export function Shown({ src, alt, name, ratio, gone = false }: ShownProps) {
  const [failed, setFailed] = useState(0);
  const broken = gone || failed > 1;
  if (broken) {
    return (
      <span class="broken">
        <Icon name="warning" />
        <span dir="auto">{name}</span>
        <span>{l10n.t('This image cannot be shown.')}</span>
      </span>
    );
  }
  const tall = ratio < frameRatio(ratio);
  return (
    <img
      // While a window reloads, the first request may come before its server is connected.
      key={failed}
      class={tall ? 'tall' : undefined}
      src={src}
      loading="lazy"
      decoding="async"
      alt={alt}
      // What is dragged is its tile.
      draggable={false}
      style={{ aspectRatio: ratio }}
      onError={() => setTimeout(() => setFailed(failed + 1), failed === 0 ? RETRY : 0)}
    />
  );
}
