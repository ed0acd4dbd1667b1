import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PictureView } from '../../core/protocol.ts';
import { moveAmongTiles } from '../focus.ts';
import { post } from '../host.ts';
import { Button, Icon, IconButton } from '../parts.tsx';
import { frameRatio } from './frame.ts';

interface PictureProps {
  readonly picture: PictureView;
  readonly trusted: boolean;
  /** Whether Tab stops at this tile. */
  readonly stop: boolean;
  readonly selected: boolean;
  readonly onFocus: () => void;
  readonly onDiscard: () => void;
}

/** A finished image with what can be done with it. */
export function Picture({ picture, trusted, stop, selected, onFocus, onDiscard }: PictureProps) {
  const { id, name, src, alt, state, revisedPrompt } = picture;
  const insert = () => post({ kind: picture.insertCopies ? 'copyReference' : 'insert', image: id });
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = shortcut(event.key, insert, onDiscard, () => post({ kind: 'copyReference', image: id }));
    if (!action || (!trusted && event.key.toLowerCase() !== 'c')) return;
    event.preventDefault();
    action();
  };
  return (
    <li class={`tile picture${selected ? ' selected' : ''}`} data-image={id} onFocusIn={onFocus} onKeyDown={press}>
      <figure aria-labelledby={`name-${id}`}>
        <button
          type="button"
          class="frame"
          data-tile
          tabIndex={stop ? 0 : -1}
          title={l10n.t('Double-click to open')}
          aria-keyshortcuts="Enter Delete I C"
          style={{ aspectRatio: frameRatio(picture.width / picture.height) }}
          // A press of Enter or Space is a click of count 0. A mouse's first click only selects.
          onClick={(event) => event.detail === 0 && post({ kind: 'open', image: id })}
          onDblClick={() => post({ kind: 'open', image: id })}
          onKeyDown={(event) => {
            if (moveAmongTiles(event.currentTarget, event.key)) event.preventDefault();
          }}
        >
          <Shown key={src} src={src} alt={alt || name} name={name} ratio={picture.width / picture.height} />
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
          <span class="picture-facts">{picture.facts}</span>
        </figcaption>
      </figure>
      <div class="toolbar" role="toolbar" aria-label={l10n.t('Actions for {0}', name)}>
        {(trusted || picture.insertCopies) && (
          <Button primary={state === 'kept' && selected} class="insert" onPress={insert} title={picture.insertLabel}>
            {picture.insertLabel}
          </Button>
        )}
        <span class="icons">
          {!picture.insertCopies && (
            <IconButton icon="copy" name={l10n.t('Copy Reference')} onPress={() => post({ kind: 'copyReference', image: id })} />
          )}
          <IconButton icon="go-to-file" name={l10n.t('Open')} onPress={() => post({ kind: 'open', image: id })} />
          <IconButton
            icon="folder-opened"
            name={l10n.t('Reveal in Explorer')}
            onPress={() => post({ kind: 'reveal', image: id })}
          />
          {trusted && <IconButton icon="save-as" name={l10n.t('Save As…')} onPress={() => post({ kind: 'saveAs', image: id })} />}
          {trusted && <IconButton icon="trash" name={l10n.t('Discard')} onPress={onDiscard} />}
        </span>
      </div>
      {revisedPrompt !== undefined && (
        <details>
          <summary>{l10n.t('Revised prompt')}</summary>
          <p dir="auto">{revisedPrompt}</p>
        </details>
      )}
    </li>
  );
}

function shortcut(key: string, insert: () => void, discard: () => void, copy: () => void): (() => void) | undefined {
  switch (key) {
    case 'Delete':
    // The key of a Mac that says delete.
    case 'Backspace':
      return discard;
    case 'i':
    case 'I':
      return insert;
    case 'c':
    case 'C':
      return copy;
    default:
      return undefined;
  }
}

/** ms until an image that could not be loaded is asked for once more. */
const RETRY = 1500;

interface ShownProps {
  readonly src: string;
  readonly alt: string;
  readonly name: string;
  readonly ratio: number;
}

/** The image itself, or its name where it cannot be shown. */
function Shown({ src, alt, name, ratio }: ShownProps) {
  const [failed, setFailed] = useState(0);
  const broken = failed > 1;
  if (broken) {
    return (
      <span class="broken">
        <Icon name="warning" />
        <span dir="auto">{name}</span>
        <span>{l10n.t('This image cannot be shown.')}</span>
      </span>
    );
  }
  const tall = ratio < frameRatio(ratio);
  return (
    <img
      // While a window reloads, the first request may come before its server is connected.
      key={failed}
      class={tall ? 'tall' : undefined}
      src={src}
      alt={alt}
      style={{ aspectRatio: ratio }}
      onError={() => setTimeout(() => setFailed(failed + 1), failed === 0 ? RETRY : 0)}
    />
  );
}

/** What is left of a discarded image: one line with the way back. */
export function Discarded({ picture, trusted }: Pick<PictureProps, 'picture' | 'trusted'>) {
  const undo = l10n.t('Undo');
  return (
    <li class="discarded" data-image={picture.id}>
      <Icon name="trash" />
      <span class="name" dir="auto">
        {l10n.t('Discarded {0}', picture.name)}
      </span>
      {trusted && (
        <button
          type="button"
          class="link"
          aria-label={l10n.t('Undo: discard {0}', picture.name)}
          onClick={() => post({ kind: 'restore', image: picture.id })}
        >
          {undo}
        </button>
      )}
    </li>
  );
}
