import type { ComponentChildren, RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import type { Stage } from '../stage/useView.ts';
import { pointIn, useWheel } from '../stage/useWheel.ts';
import type { Point } from '../stage/view.ts';

interface SurfaceProps {
  readonly stage: Stage;
  /** The element; the stage's own, where it is the first that shows the view. */
  readonly element?: RefObject<HTMLDivElement | null>;
  readonly id?: string;
  readonly label: string;
  readonly describedBy?: string;
  readonly children: ComponentChildren;
}

/** Where a picture is looked at: it is moved by dragging it, and by the wheel. A click does nothing. */
export function Surface({ stage, element = stage.element, id, label, describedBy, children }: SurfaceProps) {
  const from = useRef<Point | undefined>(undefined);
  useWheel(element, stage);
  const press = (event: PointerEvent) => {
    if (event.button > 1 || from.current) return;
    event.preventDefault();
    element.current?.focus({ preventScroll: true });
    element.current?.setPointerCapture(event.pointerId);
    from.current = pointIn(element.current, event);
  };
  const move = (event: PointerEvent) => {
    if (!from.current) return;
    const to = pointIn(element.current, event);
    stage.pan({ x: from.current.x - to.x, y: from.current.y - to.y });
    from.current = to;
  };
  const letGo = () => {
    from.current = undefined;
  };
  return (
    <div
      ref={element}
      class={`stage${canMove(stage) ? ' drags' : ''}`}
      id={id}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
      tabIndex={0}
      aria-label={label}
      aria-describedby={describedBy}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    >
      {children}
    </div>
  );
}

/** Whether a part of it lies outside the stage. */
export function canMove(stage: Stage): boolean {
  return STEPS.some((step) => stage.canPan(step));
}

const STEPS: readonly Point[] = [
  { x: 1, y: 0 },
  { x: -1, y: 0 },
  { x: 0, y: 1 },
  { x: 0, y: -1 },
];
