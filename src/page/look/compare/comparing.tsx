import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isolate } from '../../../core/bidi.ts';
import { boxOf } from '../../../core/box.ts';
import { Note, TextButton } from '../../parts.tsx';
import { useView } from '../../stage/useView.ts';
import { zoomStage } from '../../stage/zoomButtons.tsx';
import { Head } from '../head.tsx';
import type { Comparison } from '../kept.ts';
import { lookCommand } from '../keys.ts';
import { changeLook, heldView } from '../opened.ts';
import type { Other, Place } from '../places.ts';
import { canMove } from '../surface.tsx';
import { Others } from './others.tsx';
import { SideBySide, Sliding } from './pair.tsx';

interface ComparingProps {
  readonly place: Place;
  readonly others: readonly Other[];
  readonly other: Other;
  readonly comparison: Comparison;
}

/** Two pictures: over each other with a slider, or side by side. */
export function Comparing({ place: { picture }, others, other, comparison }: ComparingProps) {
  const stage = useView(boxOf(picture), heldView());
  const { mode, share } = comparison;
  const [said, say] = useState('');
  const change = (part: Partial<Comparison>) => changeLook((looked) => ({ ...looked, compare: { ...comparison, ...part } }));
  const back = () => changeLook(({ compare: _, ...rest }) => rest);
  const focused = useRef(false);
  // The slider comes only once the stage was laid out.
  useLayoutEffect(() => {
    const target = focused.current ? null : document.getElementById(mode === 'slider' ? 'look-divider' : 'look');
    target?.focus({ preventScroll: true });
    focused.current ||= target !== null;
  });
  useEffect(() => say(l10n.t('Compared with {0}.', isolate(other.label))), [other.key]);

  const choose = (key: string) => change({ other: key });
  const step = (by: number) => {
    const next = others[others.indexOf(other) + by];
    if (next) choose(next.key);
  };
  const press = (event: KeyboardEvent) => {
    const command = lookCommand(event, canMove(stage));
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    if (command.kind === 'close' || command.kind === 'compare') back();
    else if (command.kind === 'go')
      step({ previous: -1, next: 1, first: -others.indexOf(other), last: others.length }[command.to]);
    else if (command.kind === 'pan') stage.pan(command.by);
    else zoomStage(command.zooming, stage);
  };
  const before = { ...other, name: other.label };
  const after = { ...picture, label: picture.name };
  const isSameSize = other.width === picture.width && other.height === picture.height;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of what is in it
    <div class="look-view" tabIndex={-1} onKeyDown={press}>
      <Head title={l10n.t('Compare {0}', isolate(picture.name))} back={l10n.t('Back to the Picture')} onBack={back} stage={stage}>
        <div class="tool-group">
          <TextButton icon="arrow-both" pressed={mode === 'slider'} onPress={() => change({ mode: 'slider' })}>
            {l10n.t('Slider')}
          </TextButton>
          <TextButton icon="split-horizontal" pressed={mode === 'side'} onPress={() => change({ mode: 'side' })}>
            {l10n.t('Side by Side')}
          </TextButton>
        </div>
      </Head>
      <div class="look-body comparing">
        {mode === 'slider' ? (
          <Sliding
            key="slider"
            before={before}
            after={after}
            stage={stage}
            share={share}
            onSlide={(next) => change({ share: next })}
          />
        ) : (
          <SideBySide key="side" before={before} after={after} stage={stage} />
        )}
        <div class="look-below">
          {!isSameSize && (
            <Note icon="info">
              {l10n.t(
                '{0} × {1} and {2} × {3} px: both are fitted to the same frame.',
                other.width,
                other.height,
                picture.width,
                picture.height,
              )}
            </Note>
          )}
          <Others others={others} chosen={other.key} onChoose={choose} />
        </div>
      </div>
      <p class="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}
