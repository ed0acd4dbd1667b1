import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { IconButton } from '../parts.tsx';
import type { Stage } from '../stage/useView.ts';
import { ZoomButtons, zoomStage } from '../stage/zoomButtons.tsx';
import { LOOK_KEYS } from './keys.ts';

interface HeadProps {
  readonly title: string;
  /** What the button at the beginning does. */
  readonly back: string;
  readonly onBack: () => void;
  readonly stage: Stage;
  /** Beside the title. */
  readonly beside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Above the picture: the way back, its name, and what can be done with the view. */
export function Head({ title, back, onBack, stage, beside, children }: HeadProps) {
  return (
    <header class="look-head">
      <IconButton icon="arrow-left" name={back} keys={LOOK_KEYS.close} onPress={onBack} />
      <div class="look-title">
        <h2 id="look-title" dir="auto" title={title}>
          {title}
        </h2>
        {beside}
      </div>
      <div class="look-tools" role="toolbar" aria-label={l10n.t('View')}>
        {children}
        <ZoomButtons stage={stage} onZoom={(zooming) => zoomStage(zooming, stage)} />
      </div>
    </header>
  );
}
