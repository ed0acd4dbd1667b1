import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Box } from '../../core/box.ts';
import type { Size } from '../../core/size.ts';
import { fit, type Point, pan, snap, type View, zoom } from './view.ts';

/** A stage, and how its content lies in it. */
export interface Stage {
  readonly element: RefObject<HTMLDivElement | null>;
  /** CSS px; undefined before it was laid out. */
  readonly size: Size | undefined;
  readonly view: View | undefined;
  /** `at` is the point that stays: the middle, where it is left out. */
  zoom(factor: number, at?: Point): void;
  pan(by: Point): void;
  /** Whether it would move at all. */
  canPan(by: Point): boolean;
  /** All of the content. */
  fit(): void;
  /** A px of the picture as a CSS px. */
  actual(): void;
}

/** A view that is kept elsewhere; undefined: all of the content. */
export interface HeldView {
  readonly view: View | undefined;
  change(next: (view: View | undefined) => View | undefined): void;
}

/** The view of a content in a stage: all of it, until it is zoomed or moved. */
export function useView(content: Box, held?: HeldView): Stage {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | undefined>(undefined);
  const [own, setOwn] = useState<View | undefined>(undefined);
  const { view: chosen, change: choose } = held ?? { view: own, change: setOwn };
  const [on, setOn] = useState<HTMLDivElement | null>(null);
  // It may have come in another's place.
  useLayoutEffect(() => setOn(element.current));
  useLayoutEffect(() => {
    if (!on) return;
    const { clientWidth: width, clientHeight: height } = on;
    setSize({ width, height });
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(on);
    return () => observer.disconnect();
  }, [on]);

  const change = (next: (view: View, stage: Size) => View) => {
    if (size) choose((view) => next(view ?? fit(content, size), size));
  };
  const middle = size && { x: size.width / 2, y: size.height / 2 };
  const zoomTo = (factor: (view: View) => number, at: Point | undefined) =>
    change((view, stage) => zoom(view, factor(view), at ?? middle ?? { x: 0, y: 0 }, content, stage));
  // Moved by nothing: in a stage that became larger or smaller it has to be within the limits again.
  const exact = size && (chosen ? pan(chosen, { x: 0, y: 0 }, content, size) : fit(content, size));
  const view = exact && snap(exact);
  return {
    element,
    size,
    view,
    zoom: (factor, at) => zoomTo(() => factor, at),
    pan: (by) => change((view, stage) => pan(view, by, content, stage)),
    canPan: (by) => {
      if (!exact || !size) return false;
      const next = pan(exact, by, content, size);
      return Math.abs(next.x - exact.x) + Math.abs(next.y - exact.y) > 1e-6;
    },
    fit: () => choose(() => undefined),
    actual: () => zoomTo((view) => 1 / view.scale, undefined),
  };
}
