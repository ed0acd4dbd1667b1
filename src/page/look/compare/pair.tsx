import { useRef } from 'preact/hooks';
import { type Box, boxOf } from '../../../core/box.ts';
import type { OriginalView } from '../../../core/protocol.ts';
import type { Size } from '../../../core/size.ts';
import { StagePicture } from '../../stage/stagePicture.tsx';
import type { Stage } from '../../stage/useView.ts';
import { toStage } from '../../stage/view.ts';
import { Surface } from '../surface.tsx';
import { Divider } from './divider.tsx';

/** A picture with the word for what it is. */
export interface Labelled extends OriginalView {
  readonly label: string;
}

interface PairProps {
  /** On the left: what was before. */
  readonly before: Labelled;
  /** On the right; its size is that of the frame for both. */
  readonly after: Labelled;
  readonly stage: Stage;
}

/** Both over each other, with a line between them that moves. */
export function Sliding({ before, after, stage, share, onSlide }: PairProps & SlidingProps) {
  const { view, size } = stage;
  const frame = view && toStage(view, boxOf(after));
  const from = frame ? Math.max(0, frame.x) : 0;
  const to = frame && size ? Math.min(size.width, frame.x + frame.width) : 0;
  const line = from + share * Math.max(1, to - from);
  return (
    <Surface stage={stage} label={`${before.label}, ${after.label}`}>
      {view && size && (
        <>
          <div class="look-layer" style={{ clipPath: `inset(0 ${size.width - line}px 0 0)` }}>
            <StagePicture key={before.src} picture={before} place={toStage(view, contain(before, after))} />
          </div>
          <div class="look-layer" style={{ clipPath: `inset(0 0 0 ${line}px)` }}>
            <StagePicture key={after.src} picture={after} place={toStage(view, boxOf(after))} />
          </div>
          <span class="look-label start" dir="auto">
            {before.label}
          </span>
          <span class="look-label end" dir="auto">
            {after.label}
          </span>
          <Divider left={before.label} right={after.label} share={share} from={from} to={to} onSlide={onSlide} />
        </>
      )}
    </Surface>
  );
}

interface SlidingProps {
  /** Where the line stands, 0–1. */
  readonly share: number;
  readonly onSlide: (share: number) => void;
}

/** Beside each other, zoomed and moved together. */
export function SideBySide({ before, after, stage }: PairProps) {
  const second = useRef<HTMLDivElement>(null);
  const { view } = stage;
  return (
    <div class="look-pair">
      <Surface stage={stage} label={before.label} id="look">
        {view && <StagePicture key={before.src} picture={before} place={toStage(view, contain(before, after))} />}
        <span class="look-label start" dir="auto">
          {before.label}
        </span>
      </Surface>
      <Surface stage={stage} element={second} label={after.label}>
        {view && <StagePicture key={after.src} picture={after} place={toStage(view, boxOf(after))} />}
        <span class="look-label start" dir="auto">
          {after.label}
        </span>
      </Surface>
    </div>
  );
}

/** All of a picture in the middle of a frame, as large as it goes; px of the frame. */
function contain({ width, height }: Size, frame: Size): Box {
  const scale = Math.min(frame.width / width, frame.height / height);
  const size = { width: width * scale, height: height * scale };
  return { ...size, x: (frame.width - size.width) / 2, y: (frame.height - size.height) / 2 };
}
