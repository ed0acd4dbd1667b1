import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import { EASEL_IMAGE } from '../../core/drag.ts';
import type { PictureView } from '../../core/protocol.ts';
import { menuContext, tileKeys } from '../actions/actions.ts';
import { PictureToolbar } from '../actions/pictureToolbar.tsx';
import { moveAmongTiles } from '../focus.ts';
import { Folded } from '../folded.tsx';
import { post } from '../host.ts';
import { lookAt } from '../look/opened.ts';
import { Icon, Note, TextButton } from '../parts.tsx';
import { frameRatio } from './frame.ts';
import { Shown } from './shown.tsx';

interface PictureProps {
  readonly picture: PictureView;
  readonly trusted: boolean;
  /** Whether Tab stops at this tile. */
  readonly stop: boolean;
  readonly selected: boolean;
  readonly onFocus: () => void;
}

/** A finished image with what can be done with it. */
export function Picture({ picture, trusted, stop, selected, onFocus }: PictureProps) {
  const { id, name, alt, state, revisedPrompt } = picture;
  const [untouched, showUntouched] = useState(false);
  const shown = (untouched && picture.raw) || picture;
  const isGone = picture.missing !== undefined && shown === picture;
  return (
    <li
      class={`tile picture${selected ? ' selected' : ''}`}
      data-image={id}
      data-vscode-context={menuContext(picture)}
      onFocusIn={onFocus}
    >
      <figure aria-labelledby={`name-${id}`}>
        <button
          type="button"
          class="frame"
          data-tile
          tabIndex={stop ? 0 : -1}
          title={l10n.t('Double-click to look at it closely')}
          aria-keyshortcuts={tileKeys(picture, trusted)}
          style={{ aspectRatio: frameRatio(shown.width / shown.height) }}
          draggable={trusted && picture.missing === undefined}
          onDragStart={({ dataTransfer }) => {
            // The host knows which file that is; the page knows no path.
            dataTransfer?.setData(EASEL_IMAGE, id);
            if (dataTransfer) dataTransfer.effectAllowed = 'copy';
          }}
          // A press of Enter or Space is a click of count 0. A mouse's first click only selects.
          onClick={(event) => event.detail === 0 && lookAt({ image: id })}
          onDblClick={() => lookAt({ image: id })}
          onKeyDown={(event) => {
            if (moveAmongTiles(event.currentTarget, event.key)) event.preventDefault();
          }}
        >
          <Shown
            key={`${shown.src} ${isGone}`}
            src={shown.src}
            alt={alt || name}
            name={name}
            ratio={shown.width / shown.height}
            gone={isGone}
          />
          {picture.starred && (
            <span class="star">
              <Icon name="star-full" />
              <span class="visually-hidden">{l10n.t('Starred')}</span>
            </span>
          )}
        </button>
        <figcaption>
          <span class="name" id={`name-${id}`} title={name} dir="auto">
            {name}
          </span>
          {state === 'inserted' && (
            <span class="inserted">
              <Icon name="check" />
              {l10n.t('Inserted')}
            </span>
          )}
          <span class="picture-facts">{shown.facts}</span>
        </figcaption>
      </figure>
      <PictureToolbar picture={picture} trusted={trusted} selected={selected} />
      {picture.raw && (
        <div class="raw">
          <TextButton icon="eye" pressed={untouched} onPress={() => showUntouched(!untouched)}>
            {l10n.t('Show Untouched Answer')}
          </TextButton>
          {untouched && trusted && (
            <TextButton icon="save-as" onPress={() => post({ kind: 'saveRaw', image: id })}>
              {l10n.t('Save Untouched Answer As…')}
            </TextButton>
          )}
        </div>
      )}
      {picture.missing !== undefined && <Note icon="warning">{picture.missing}</Note>}
      {picture.waits !== undefined && <Note icon="archive">{picture.waits}</Note>}
      {picture.background !== undefined && <Note icon="warning">{picture.background}</Note>}
      {picture.outside !== undefined && <Note icon="info">{picture.outside}</Note>}
      {revisedPrompt !== undefined && (
        <details>
          <summary>{l10n.t('Revised prompt')}</summary>
          <Folded text={revisedPrompt} limit={1000} />
        </details>
      )}
    </li>
  );
}

/** What is left of a discarded image: one line with the way back. */
export function Discarded({ picture, trusted }: Pick<PictureProps, 'picture' | 'trusted'>) {
  const undo = l10n.t('Undo');
  return (
    <li class="discarded" data-image={picture.id}>
      <Icon name="trash" />
      <span class="name" dir="auto">
        {l10n.t('Discarded {0}', isolate(picture.name))}
      </span>
      {trusted && (
        <button
          type="button"
          class="link"
          aria-label={l10n.t('Undo: discard {0}', isolate(picture.name))}
          onClick={() => post({ kind: 'restore', image: picture.id })}
        >
          {undo}
        </button>
      )}
    </li>
  );
}
