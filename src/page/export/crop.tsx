import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { cropToRatio, type Point } from '../../core/exportPlan.ts';
import type { ExportView, OriginalView } from '../../core/protocol.ts';

interface CropProps {
  readonly picture: OriginalView;
  /** Absent: the whole picture is kept. */
  readonly target: ExportView['target'];
  readonly focus: Point;
  readonly onMove: (focus: Point) => void;
}

/** The picture with what is kept of it, and the point of interest, which a click or the arrow keys move. */
export function Crop({ picture, target, focus, onMove }: CropProps) {
  // The host's answer takes a moment; a held arrow key must not begin at the old place.
  const [point, setPoint] = useState(focus);
  useEffect(() => setPoint(focus), [focus.x, focus.y]);
  const move = (to: Point) => {
    const next = { x: share(to.x), y: share(to.y) };
    setPoint(next);
    onMove(next);
  };
  const image = <img src={picture.src} alt="" draggable={false} />;
  if (!target) return <div class="crop">{image}</div>;
  const box = cropToRatio(picture, target, point);
  const across = Math.round(point.x * 100);
  const down = Math.round(point.y * 100);
  const name = l10n.t('Point of interest: {0} % from the left, {1} % from the top', across, down);
  return (
    <>
      <button
        type="button"
        class="crop crops"
        aria-label={name}
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown"
        onClick={(event) => {
          // The keyboard's click says nothing about a place.
          if (event.detail === 0) return;
          const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
          move({ x: (event.clientX - left) / width, y: (event.clientY - top) / height });
        }}
        onKeyDown={(event) => {
          const step = STEPS[event.key];
          if (!step) return;
          event.preventDefault();
          const far = event.shiftKey ? 10 : 1;
          move({ x: point.x + step.x * far, y: point.y + step.y * far });
        }}
      >
        {image}
        <span
          class="crop-box"
          style={{
            left: percent(box.x / picture.width),
            top: percent(box.y / picture.height),
            width: percent(box.width / picture.width),
            height: percent(box.height / picture.height),
          }}
        />
        <span class="crop-point" style={{ left: percent(point.x), top: percent(point.y) }} />
      </button>
      <p class="crop-hint" role="status">
        {name}
      </p>
    </>
  );
}

const STEPS: Readonly<Record<string, Point | undefined>> = {
  ArrowLeft: { x: -0.01, y: 0 },
  ArrowRight: { x: 0.01, y: 0 },
  ArrowUp: { x: 0, y: -0.01 },
  ArrowDown: { x: 0, y: 0.01 },
};

/** Of four digits: sums of steps stay exact enough to be compared. */
function share(value: number): number {
  return Math.round(Math.min(Math.max(value, 0), 1) * 10_000) / 10_000;
}

function percent(part: number): string {
  return `${part * 100}%`;
}
