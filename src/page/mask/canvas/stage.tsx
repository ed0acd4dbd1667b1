import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Box } from '../../../core/box.ts';
import type { OriginalView } from '../../../core/protocol.ts';
import { StagePicture } from '../../stage/stagePicture.tsx';
import type { Stage as StageState } from '../../stage/useView.ts';
import { pointIn, useWheel } from '../../stage/useWheel.ts';
import { type Point, toPicture, toStage } from '../../stage/view.ts';
import type { Tool } from '../kept.ts';
import type { Mask } from '../useMask.ts';
import { FrameOutline, outlineOf } from './frameOutline.tsx';
import { type Gesture, startLasso, startMove, startRectangle, startStroke } from './gestures.ts';
import { Overlay } from './overlay.ts';
import { useTheme } from './theme.ts';

interface StageProps {
  readonly picture: OriginalView;
  readonly stage: StageState;
  readonly mask: Mask;
  readonly tool: Tool;
  /** The brush's diameter, px of the picture. */
  readonly size: number;
  readonly soft: number;
  readonly opacity: number;
  /** What is sent, where it is a part. */
  readonly frame: Box | undefined;
  readonly label: string;
  readonly describedBy: string;
  /** A key that belongs to the canvas alone. Returns whether it meant something. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** The picture with its mask, on which is painted. */
export function Stage(props: StageProps) {
  const { picture, stage, mask, tool, size, soft, frame } = props;
  const { view } = stage;
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const preview = useRef<SVGGElement>(null);
  const overlay = useOverlay(canvas, props);
  const gesture = useRef<Gesture | undefined>(undefined);
  const panned = useRef<Point | undefined>(undefined);
  const [spaced, setSpaced] = useState(false);
  const last = useRef<Point | undefined>(undefined);

  const pointOf = (event: MouseEvent) => pointIn(stage.element.current, event);
  const show = (outline: string) => {
    for (const path of preview.current?.children ?? []) path.setAttribute('d', outline);
  };
  const showBox = (box: Box | undefined) => show(box && view ? outlineOf(toStage(view, box)) : '');
  const moveCursor = (at: Point) => {
    if (cursor.current) cursor.current.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
  };

  const start = (at: Point, event: PointerEvent): Gesture | undefined => {
    if (!view || !overlay.current) return undefined;
    const point = toPicture(view, at);
    const erase = tool === 'eraser' || event.button === 2;
    const { selected } = mask;
    switch (tool) {
      case 'brush':
      case 'eraser':
        return startStroke({ size, soft, erase }, overlay.current, point, event.shiftKey ? last.current : undefined);
      case 'lasso':
        return startLasso(erase, 1 / view.scale, point, (points) => show(pathOf(points, (one) => toScreen(view, one))));
      case 'rectangle':
        if (selected && event.button === 0 && isInside(point, selected.box)) return startMove(selected, picture, point, showBox);
        return startRectangle(erase, picture, point, showBox);
      case 'pan':
        return undefined;
    }
  };
  const press = (event: PointerEvent) => {
    if (gesture.current || panned.current || event.button > 2) return;
    const at = pointOf(event);
    event.preventDefault();
    stage.element.current?.focus({ preventScroll: true });
    stage.element.current?.setPointerCapture(event.pointerId);
    moveCursor(at);
    if (tool === 'pan' || spaced || event.button === 1) {
      panned.current = at;
      return;
    }
    gesture.current = start(at, event);
    mask.painting.current = gesture.current !== undefined;
  };
  const move = (event: PointerEvent) => {
    const at = pointOf(event);
    moveCursor(at);
    if (panned.current) {
      stage.pan({ x: panned.current.x - at.x, y: panned.current.y - at.y });
      panned.current = at;
    } else if (gesture.current && view) {
      const events = event.getCoalescedEvents();
      const moves = events.length > 0 ? events : [event];
      gesture.current.move(moves.map((one) => toPicture(view, pointOf(one))));
    }
  };
  const letGo = (finish: boolean) => {
    panned.current = undefined;
    const ended = gesture.current;
    gesture.current = undefined;
    mask.painting.current = false;
    if (!ended) return;
    if (!finish) return ended.cancel();
    const operation = ended.end();
    if (operation?.kind === 'stroke') last.current = { x: operation.points.at(-2) ?? 0, y: operation.points.at(-1) ?? 0 };
    if (operation) mask.apply(operation);
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      return setSpaced(true);
    }
    const cancels = event.key === 'Escape' && (gesture.current !== undefined || panned.current !== undefined);
    if (cancels) letGo(false);
    if (!cancels && !props.onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  useWheel(stage.element, stage);

  const drags = tool === 'pan' || spaced;
  const brushes = !drags && (tool === 'brush' || tool === 'eraser');
  const diameter = view ? Math.max(3, size * view.scale) : 0;
  const place = view && toStage(view, { x: 0, y: 0, width: picture.width, height: picture.height });
  return (
    <div
      ref={stage.element}
      class={`stage${drags ? ' drags' : ''}${brushes && diameter >= 8 ? ' brushes' : ''}`}
      id="mask"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
      tabIndex={0}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={() => letGo(true)}
      onPointerCancel={() => letGo(false)}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={keyDown}
      onKeyUp={(event) => event.key === ' ' && setSpaced(false)}
      onBlur={() => setSpaced(false)}
    >
      {place && <StagePicture key={picture.src} picture={picture} place={place} />}
      <canvas class="stage-mask" ref={canvas} aria-label={l10n.t('The mask')} />
      <svg class="stage-lines" aria-hidden="true">
        {view && frame && stage.size && <FrameOutline frame={toStage(view, frame)} stage={stage.size} />}
        {view && tool === 'rectangle' && mask.selected && (
          <path class="selected" d={outlineOf(toStage(view, mask.selected.box))} />
        )}
        <g ref={preview}>
          <path class="line-under" d="" />
          <path class="line" d="" />
        </g>
      </svg>
      {brushes && <div class="brush-cursor" ref={cursor} style={{ width: `${diameter}px`, height: `${diameter}px` }} />}
    </div>
  );
}

/** The overlay, which draws what the mask and the view are. */
function useOverlay(
  canvas: RefObject<HTMLCanvasElement | null>,
  { picture, stage, mask, opacity }: StageProps,
): RefObject<Overlay | null> {
  const overlay = useRef<Overlay>(null);
  const theme = useTheme(stage.element);
  const { size, view } = stage;
  const { layers } = mask;
  const { width, height } = picture;
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new Overlay(canvas.current);
    overlay.current = made;
    return () => made.dispose();
  }, [canvas]);
  useLayoutEffect(() => {
    if (!size || !view) return;
    const ratio = window.devicePixelRatio;
    overlay.current?.show(layers, {
      picture: { width, height },
      x: view.x,
      y: view.y,
      scale: view.scale * ratio,
      width: Math.max(1, Math.round(size.width * ratio)),
      height: Math.max(1, Math.round(size.height * ratio)),
    });
  }, [layers, view?.x, view?.y, view?.scale, size?.width, size?.height, width, height]);
  useEffect(() => overlay.current?.paint({ ...theme, opacity }), [theme, opacity]);
  useEffect(() => {
    if (mask.counted === layers) overlay.current?.redraw();
  }, [mask.counted === layers && layers.some((layer) => layer.kind === 'plane')]);
  return overlay;
}

function toScreen(view: { readonly scale: number; readonly x: number; readonly y: number }, { x, y }: Point): Point {
  return { x: (x - view.x) * view.scale, y: (y - view.y) * view.scale };
}

function pathOf(points: readonly Point[], place: (point: Point) => Point): string {
  const [first, ...rest] = points.map(place).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return first === undefined ? '' : `M${first}${rest.map((point) => `L${point}`).join('')}Z`;
}

function isInside({ x, y }: Point, box: Box): boolean {
  return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
}
