import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { isolate } from '../../../core/bidi.ts';

interface DividerProps {
  /** Names of the pictures on its left and on its right. */
  readonly left: string;
  readonly right: string;
  /** 0–1 of the room. */
  readonly share: number;
  /** Where it can stand: CSS px in the stage. */
  readonly from: number;
  readonly to: number;
  readonly onSlide: (share: number) => void;
}

/** Steps of a key, as a part of the room; left is left in every language: it is a place in a picture. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

/** The line between two pictures that lie over each other. It is dragged, or moved by keys. */
export function Divider({ left, right, share, from, to, onSlide }: DividerProps) {
  const element = useRef<HTMLDivElement>(null);
  const dragged = useRef<number | undefined>(undefined);
  const room = Math.max(1, to - from);
  const x = from + share * room;
  const slide = (next: number) => onSlide(Math.min(Math.max(next, 0), 1));
  const percent = Math.round(share * 100);
  return (
    <div
      ref={element}
      class="look-divider"
      id="look-divider"
      role="slider"
      tabIndex={0}
      aria-label={l10n.t('Where one picture ends and the other begins')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={l10n.t('{0} % {1}, then {2}', percent, isolate(left), isolate(right))}
      style={{ transform: `translateX(${x}px) translateX(-50%)` }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        // The picture under it would be dragged along.
        event.stopPropagation();
        element.current?.focus({ preventScroll: true });
        element.current?.setPointerCapture(event.pointerId);
        dragged.current = event.clientX - x;
      }}
      onPointerMove={(event) => dragged.current !== undefined && slide((event.clientX - dragged.current - from) / room)}
      onPointerUp={() => {
        dragged.current = undefined;
      }}
      onPointerCancel={() => {
        dragged.current = undefined;
      }}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        slide(Math.round((share + step * (event.shiftKey ? 10 : 1)) * 100) / 100);
      }}
    >
      <span class="look-grip" aria-hidden="true" />
    </div>
  );
}
