import * as l10n from '@vscode/l10n';
import { cropToRatio, type Point } from '../../core/exportPlan.ts';
import type { OriginalView } from '../../core/protocol.ts';

const SIDES = [16, 32] as const;
const SQUARE = { width: 1, height: 1 };

/** How the icon looks on a browser's tab: at 16 and 32 px, light and dark. The colours are browsers', not the theme's. */
export function Tabs({ picture, focus }: { readonly picture: OriginalView; readonly focus: Point }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own
    <div class="tabs" role="group" aria-label={l10n.t('On a browser’s tab')}>
      {(['light', 'dark'] as const).map((shade) => (
        <div key={shade} class={`tab ${shade}`}>
          {SIDES.map((side) => (
            <Icon key={side} picture={picture} focus={focus} side={side} />
          ))}
          <span>{shade === 'light' ? l10n.t('Light tab') : l10n.t('Dark tab')}</span>
        </div>
      ))}
    </div>
  );
}

interface IconProps {
  readonly picture: OriginalView;
  readonly focus: Point;
  /** px */
  readonly side: number;
}

function Icon({ picture, focus, side }: IconProps) {
  const box = cropToRatio(picture, SQUARE, focus);
  const scale = side / box.width;
  return (
    <span class="tab-icon" style={{ width: `${side}px`, height: `${side}px` }}>
      <img
        src={picture.src}
        alt={l10n.t('The icon at {0} px', side)}
        style={{
          width: `${picture.width * scale}px`,
          height: `${picture.height * scale}px`,
          left: `${-box.x * scale}px`,
          top: `${-box.y * scale}px`,
        }}
      />
    </span>
  );
}
