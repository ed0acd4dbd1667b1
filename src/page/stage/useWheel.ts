import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Stage } from './useView.ts';
import type { Point } from './view.ts';

/** Where an event of the pointer is in an element: CSS px from the corner inside its border. */
export function pointIn(element: HTMLElement | null, { clientX, clientY }: MouseEvent): Point {
  if (!element) return { x: 0, y: 0 };
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left - element.clientLeft, y: clientY - top - element.clientTop };
}

/** The wheel moves what is in an element where it can be moved, and the page where not; with Ctrl, or two fingers, it zooms. */
export function useWheel(element: RefObject<HTMLElement | null>, stage: Stage): void {
  const latest = useRef(stage);
  latest.current = stage;
  useEffect(() => {
    const on = element.current;
    const turn = (event: WheelEvent) => {
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        return latest.current.zoom(Math.exp(-event.deltaY * unit * 0.0025), pointIn(on, event));
      }
      const by = { x: event.deltaX * unit, y: event.deltaY * unit };
      if (!latest.current.canPan(by)) return;
      event.preventDefault();
      latest.current.pan(by);
    };
    // Not passive: a page that zooms as well would take the picture away.
    on?.addEventListener('wheel', turn, { passive: false });
    return () => on?.removeEventListener('wheel', turn);
  }, [element]);
}
