import * as l10n from '@vscode/l10n';
import { IconButton } from '../parts.tsx';
import type { Stage } from './useView.ts';

/** How a picture is made larger or smaller in its stage. */
export type Zooming = 'zoomIn' | 'zoomOut' | 'fit' | 'actual';

/** The keys, as `aria-keyshortcuts` has them. */
export const ZOOM_KEYS: Readonly<Record<Zooming, string>> = { zoomIn: '+', zoomOut: '-', fit: '0', actual: '1' };

/** The same keys as they come; `=` is the plus sign's key without Shift. */
export const ZOOM_SIGNS: Readonly<Record<string, Zooming>> = {
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'fit',
  '1': 'actual',
};

const ZOOMS: Readonly<Record<Zooming, (stage: Stage) => void>> = {
  zoomIn: (stage) => stage.zoom(1.25),
  zoomOut: (stage) => stage.zoom(0.8),
  fit: (stage) => stage.fit(),
  actual: (stage) => stage.actual(),
};

/** Zooms around the middle. */
export function zoomStage(zooming: Zooming, stage: Stage): void {
  ZOOMS[zooming](stage);
}

interface ZoomButtonsProps {
  readonly stage: Stage;
  readonly onZoom: (zooming: Zooming) => void;
}

/** Out, original size, in, fit. */
export function ZoomButtons({ stage, onZoom }: ZoomButtonsProps) {
  const scale = Math.round((stage.view?.scale ?? 1) * 100);
  return (
    <div class="tool-group zoom">
      <IconButton icon="zoom-out" name={l10n.t('Zoom Out')} keys={ZOOM_KEYS.zoomOut} onPress={() => onZoom('zoomOut')} />
      <button
        type="button"
        class="icon-button zoom-scale"
        title={l10n.t('Original Size ({0})', ZOOM_KEYS.actual)}
        aria-label={l10n.t('Original Size, now {0} %', scale)}
        aria-keyshortcuts={ZOOM_KEYS.actual}
        onClick={() => onZoom('actual')}
      >
        {l10n.t('{0} %', scale)}
      </button>
      <IconButton icon="zoom-in" name={l10n.t('Zoom In')} keys={ZOOM_KEYS.zoomIn} onPress={() => onZoom('zoomIn')} />
      <IconButton icon="screen-full" name={l10n.t('Fit')} keys={ZOOM_KEYS.fit} onPress={() => onZoom('fit')} />
    </div>
  );
}
