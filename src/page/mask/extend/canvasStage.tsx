import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { isolate } from '../../../core/bidi.ts';
import type { Box } from '../../../core/box.ts';
import type { OriginalView } from '../../../core/protocol.ts';
import { StagePicture } from '../../stage/stagePicture.tsx';
import { useView } from '../../stage/useView.ts';
import { type Point, placeOf, toStage, type View } from '../../stage/view.ts';
import { nameOf } from './sideFields.tsx';
import { canvasOf, LONGEST_SIDE, SIDES, type SideName, type Sides } from './sides.ts';

interface CanvasStageProps {
  readonly picture: OriginalView;
  readonly sides: Sides;
  readonly onChange: (sides: Sides) => void;
}

interface Drag {
  readonly side: SideName;
  /** CSS px on the screen, where it began. */
  readonly from: Point;
  readonly before: Sides;
  /** The view stands still while a side is dragged: it would run away from the pointer. */
  readonly view: View;
}

/** The picture in its new canvas, whose sides can be dragged. */
export function CanvasStage({ picture, sides, onChange }: CanvasStageProps) {
  const canvas = canvasOf(picture, sides);
  const stage = useView(canvas);
  const [drag, setDrag] = useState<Drag | undefined>(undefined);
  const latest = useRef(sides);
  latest.current = sides;
  const view = drag?.view ?? stage.view;
  const place = view && toStage(view, { x: 0, y: 0, width: picture.width, height: picture.height });
  const area = view && toStage(view, canvas);

  const move = (event: PointerEvent) => {
    if (!drag) return;
    const { side, from, before } = drag;
    const by = OUTWARD[side](event.clientX - from.x, event.clientY - from.y) / drag.view.scale;
    onChange({ ...latest.current, [side]: clamp(Math.round(before[side] + by)) });
  };
  const press = (event: KeyboardEvent, side: SideName) => {
    const step = (event.ctrlKey || event.metaKey || event.shiftKey ? 10 : 1) * (KEY_STEPS[side][event.key] ?? 0);
    if (step === 0 || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    onChange({ ...sides, [side]: clamp(sides[side] + step) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own
    <div
      ref={stage.element}
      class="stage extend-stage"
      id="mask"
      role="group"
      tabIndex={-1}
      aria-label={l10n.t('{0} in its new canvas', isolate(picture.name))}
    >
      {area && <div class="new-area" style={placeOf(area)} />}
      {place && <StagePicture key={picture.src} picture={picture} place={place} />}
      {area &&
        SIDES.map((side) => (
          <div
            key={side}
            class={`side-handle side-${side}`}
            role="slider"
            tabIndex={0}
            aria-label={nameOf(side)}
            aria-orientation={side === 'top' || side === 'bottom' ? 'vertical' : 'horizontal'}
            aria-valuemin={0}
            aria-valuemax={LONGEST_SIDE}
            aria-valuenow={sides[side]}
            aria-valuetext={l10n.t('{0} px', sides[side])}
            title={l10n.t('Drag, or use the arrow keys')}
            style={handlePlace(side, area)}
            onPointerDown={(event) => {
              if (event.button !== 0 || !view) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              setDrag({ side, from: { x: event.clientX, y: event.clientY }, before: sides, view });
            }}
            onPointerMove={move}
            onPointerUp={() => setDrag(undefined)}
            onPointerCancel={() => setDrag(undefined)}
            onKeyDown={(event) => press(event, side)}
          />
        ))}
    </div>
  );
}

/** How far a move goes outwards. */
const OUTWARD: Readonly<Record<SideName, (x: number, y: number) => number>> = {
  top: (_, y) => -y,
  right: (x) => x,
  bottom: (_, y) => y,
  left: (x) => -x,
};

/** An arrow moves the side where it points; so Up makes the top larger, and the bottom smaller. */
const KEY_STEPS: Readonly<Record<SideName, Readonly<Record<string, number>>>> = {
  top: { ArrowUp: 1, ArrowDown: -1 },
  right: { ArrowRight: 1, ArrowLeft: -1 },
  bottom: { ArrowDown: 1, ArrowUp: -1 },
  left: { ArrowLeft: 1, ArrowRight: -1 },
};

/** The middle of a side. */
function handlePlace(side: SideName, { x, y, width, height }: Box) {
  const left = side === 'left' ? x : side === 'right' ? x + width : x + width / 2;
  const top = side === 'top' ? y : side === 'bottom' ? y + height : y + height / 2;
  return { transform: `translate(${left}px, ${top}px) translate(-50%, -50%)` };
}

function clamp(value: number): number {
  return Math.min(Math.max(0, value), LONGEST_SIDE);
}
