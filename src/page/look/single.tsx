import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import { boxOf } from '../../core/box.ts';
import { post } from '../host.ts';
import { IconButton, TextButton } from '../parts.tsx';
import { StagePicture } from '../stage/stagePicture.tsx';
import { useView } from '../stage/useView.ts';
import { toStage } from '../stage/view.ts';
import { zoomStage } from '../stage/zoomButtons.tsx';
import { Details } from './details.tsx';
import { Head } from './head.tsx';
import { LOOK_KEYS, type LookCommand, lookCommand } from './keys.ts';
import { heldView } from './opened.ts';
import type { Place } from './places.ts';
import { canMove, Surface } from './surface.tsx';

interface SingleProps {
  readonly places: readonly Place[];
  readonly place: Place;
  readonly at: number;
  readonly trusted: boolean;
  readonly onGo: (place: Place) => void;
  /** Absent where there is nothing to compare it with. */
  readonly onCompare: (() => void) | undefined;
  readonly onClose: () => void;
}

/** One picture, as large as the panel. */
export function Single({ places, place, at, trusted, onGo, onCompare, onClose }: SingleProps) {
  const { picture } = place;
  const stage = useView(boxOf(picture), heldView());
  const focus = () => stage.element.current?.focus({ preventScroll: true });
  // The focus goes with the eyes; and what was pressed may have gone with the last picture.
  useLayoutEffect(focus, []);
  useEffect(() => {
    if (document.activeElement === document.body) focus();
    post({ kind: 'select', image: picture.id });
  }, [picture.id]);

  const go = (to: Extract<LookCommand, { kind: 'go' }>['to']) => {
    const next = places[{ previous: at - 1, next: at + 1, first: 0, last: places.length - 1 }[to]];
    if (next && next !== place) onGo(next);
  };
  const press = (event: KeyboardEvent) => {
    const command = lookCommand(event, canMove(stage));
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    if (command.kind === 'close') onClose();
    else if (command.kind === 'compare') onCompare?.();
    else if (command.kind === 'go') go(command.to);
    else if (command.kind === 'pan') stage.pan(command.by);
    else zoomStage(command.zooming, stage);
  };
  const shown = stage.view && toStage(stage.view, boxOf(picture));
  const position = l10n.t('{0} of {1}', at + 1, places.length);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of what is in it
    <div class="look-view" tabIndex={-1} onKeyDown={press}>
      <Head
        title={picture.name}
        back={l10n.t('Back to the Gallery')}
        onBack={onClose}
        stage={stage}
        beside={<span class="look-count">{position}</span>}
      >
        <div class="tool-group">
          <TextButton icon="compare-changes" keys={LOOK_KEYS.compare} disabled={!onCompare} onPress={() => onCompare?.()}>
            {l10n.t('Compare')}
          </TextButton>
        </div>
        <div class="tool-group">
          <IconButton
            icon="chevron-left"
            name={l10n.t('Previous Picture')}
            keys={LOOK_KEYS.previous}
            disabled={at === 0}
            onPress={() => go('previous')}
          />
          <IconButton
            icon="chevron-right"
            name={l10n.t('Next Picture')}
            keys={LOOK_KEYS.next}
            disabled={at === places.length - 1}
            onPress={() => go('next')}
          />
        </div>
      </Head>
      <div class="look-body">
        <Surface stage={stage} id="look" label={l10n.t('{0}, picture {1} of {2}', isolate(picture.name), at + 1, places.length)}>
          {shown && <StagePicture key={picture.src} picture={{ ...picture, name: picture.alt || picture.name }} place={shown} />}
        </Surface>
        <Details place={place} trusted={trusted} />
      </div>
    </div>
  );
}
