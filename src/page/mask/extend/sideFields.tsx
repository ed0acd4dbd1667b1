import * as l10n from '@vscode/l10n';
import type { Size } from '../../../core/size.ts';
import { NumberField } from '../tools/rectangleFields.tsx';
import { canvasOf, LONGEST_SIDE, NO_SIDES, quarterMore, RATIOS, SIDES, type SideName, type Sides, sidesFor } from './sides.ts';

interface SideFieldsProps {
  readonly picture: Size;
  readonly sides: Sides;
  readonly onChange: (sides: Sides) => void;
}

/** How far a picture is extended, in numbers, and the usual shapes. */
export function SideFields({ picture, sides, onChange }: SideFieldsProps) {
  const canvas = canvasOf(picture, sides);
  return (
    <div class="extend-fields">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own */}
      <div class="chips" role="group" aria-label={l10n.t('Shape of the result')}>
        {RATIOS.map(([width, height]) => (
          <button
            key={`${width}:${height}`}
            type="button"
            class="chip"
            aria-pressed={hasRatio(canvas, width, height)}
            onClick={() => onChange(sidesFor(picture, width, height))}
          >
            {`${width}:${height}`}
          </button>
        ))}
        <button
          type="button"
          class="chip"
          title={l10n.t('A quarter of the picture more on each side')}
          onClick={() => onChange(quarterMore(picture, sides))}
        >
          {l10n.t('+25 %')}
        </button>
        <button type="button" class="chip" onClick={() => onChange(NO_SIDES)}>
          {l10n.t('Reset')}
        </button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own */}
      <div class="rectangle-fields" role="group" aria-label={l10n.t('New area on each side, in px')}>
        {SIDES.map((side) => (
          <NumberField
            key={side}
            id={`side-${side}`}
            label={nameOf(side)}
            value={sides[side]}
            min={0}
            max={LONGEST_SIDE}
            onNumber={(value) => onChange({ ...sides, [side]: Math.min(Math.max(0, value), LONGEST_SIDE) })}
          />
        ))}
      </div>
    </div>
  );
}

/** A side's name. */
export function nameOf(side: SideName): string {
  switch (side) {
    case 'top':
      return l10n.t('Top');
    case 'right':
      return l10n.t('Right');
    case 'bottom':
      return l10n.t('Bottom');
    case 'left':
      return l10n.t('Left');
  }
}

function hasRatio(canvas: Size, width: number, height: number): boolean {
  return (
    Math.round((canvas.height * width) / height) === canvas.width || Math.round((canvas.width * height) / width) === canvas.height
  );
}
