import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Box } from '../../core/box.ts';
import type { Size } from '../../core/size.ts';
import { keepEditor, keptEditor } from '../host.ts';
import { coverageOf, type Extent, measure } from './strokes/coverage.ts';
import { amend, apply, EMPTY, fold, foldable, type History, layersOf, redo, selectedRectangle, undo } from './strokes/history.ts';
import type { Layer, Operation, Rectangle } from './strokes/operation.ts';
import { planeFrom, unpackPlanes } from './strokes/planes.ts';

/** A picture's mask, as it is painted. */
export interface Mask {
  readonly layers: readonly Layer[];
  /** The rectangle that can be moved. */
  readonly selected: Rectangle | undefined;
  /** What is marked; undefined until it was counted for the first time. */
  readonly extent: Extent | undefined;
  /** The layers that `extent` was counted of. */
  readonly counted: readonly Layer[] | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** While the pointer is down: counting waits for it. */
  readonly painting: { current: boolean };
  apply(operation: Operation): void;
  /** Moves or sizes the selected rectangle. `further`: as a part of the last step, while a key is held. */
  reshape(box: Box, further: boolean): void;
  undo(): void;
  redo(): void;
}

/** A picture's mask under an editor's id: as it was left, and kept with every step. */
export function useMask(editor: string, { width, height }: Size): Mask {
  const [history, setHistory] = useState<History>(() => recall(editor));
  const current = useRef(history);
  const painting = useRef(false);
  const [counted, setCounted] = useState<{ readonly layers: readonly Layer[]; readonly extent: Extent } | undefined>(undefined);
  const layers = useMemo(() => layersOf(history), [history]);
  const selected = selectedRectangle(layers);

  const change = useCallback(
    (next: History) => {
      if (next === current.current) return;
      current.current = next;
      setHistory(next);
      keepEditor(editor, { steps: [...next.steps], at: next.at });
    },
    [editor],
  );

  useEffect(() => {
    const count = foldable(history);
    if (count === 0) return;
    const steps = history.steps.slice(0, count);
    const size = { width, height };
    flatten(layersOf({ steps, at: count }), size).then(
      (plane) => change(fold(current.current, steps, plane)),
      // Then the steps stay as they are.
      () => undefined,
    );
  }, [history, width, height, change]);

  useEffect(() => {
    if (layers.length === 0) return setCounted({ layers, extent: { share: 0 } });
    const ended = new AbortController();
    const pause = async () => {
      do await idle();
      while (painting.current && !ended.signal.aborted);
    };
    measure(layers, { width, height }, pause, ended.signal).then(
      (extent) => extent && setCounted({ layers, extent }),
      () => undefined,
    );
    return () => ended.abort();
  }, [layers, width, height]);

  return {
    layers,
    selected,
    extent: counted?.extent,
    counted: counted?.layers,
    canUndo: history.at > 0,
    canRedo: history.at < history.steps.length,
    painting,
    apply: (operation) => change(apply(current.current, operation)),
    reshape: (box, further) => {
      if (!selected) return;
      const step: Rectangle = { ...selected, box, moved: true };
      change(further ? amend(current.current, step) : apply(current.current, step));
    },
    undo: () => change(undo(current.current)),
    redo: () => change(redo(current.current)),
  };
}

/** Layers as one, ready to be drawn. */
async function flatten(layers: readonly Layer[], size: Size): Promise<Operation> {
  const coverage = await coverageOf(layers, size);
  if (!coverage) return { kind: 'clear' };
  const plane = planeFrom(coverage);
  await unpackPlanes([plane]);
  return plane;
}

function recall(editor: string): History {
  const { steps, at } = keptEditor(editor);
  return steps.length === 0 ? EMPTY : { steps, at: Math.min(at, steps.length) };
}

function idle(): Promise<void> {
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 100 }));
}
