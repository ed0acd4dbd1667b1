import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import { actionsFor, type KnownAction, type PictureActionId } from '../../core/pictureAction.ts';
import type { PictureView } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { Button, IconButton } from '../parts.tsx';
import { actionLabel, ask, useActions } from './actions.ts';
import { copyImage } from './copyImage.ts';
import { MoreActions } from './moreActions.tsx';

interface PictureToolbarProps {
  readonly picture: PictureView;
  readonly trusted: boolean;
  readonly selected: boolean;
}

/** What can be done with an image. */
export function PictureToolbar({ picture, trusted, selected }: PictureToolbarProps) {
  const { id, name, state } = picture;
  const [said, say] = useState('');
  const toolbar = useRef<HTMLDivElement>(null);
  const copy = async () => {
    const copied = await copyImage(picture.src);
    say(
      copied
        ? l10n.t('Image copied.')
        : l10n.t('The image could not be copied from here. Use Open, and copy it from the preview.'),
    );
  };
  const perform = (action: PictureActionId) => (action === 'copyImage' ? void copy() : ask(action, id));
  useActions(toolbar, picture, trusted, perform);
  const offered = actionsFor(picture, trusted);
  const at = (place: KnownAction['place']) => offered.filter((action) => placeOf(action, picture) === place);
  return (
    <>
      <div ref={toolbar} class="toolbar" role="toolbar" aria-label={l10n.t('Actions for {0}', isolate(name))}>
        {at('button').map((action, index) => (
          <Button
            key={action.id}
            primary={index === 0 && state === 'kept' && selected}
            class="insert"
            onPress={() => perform(action.id)}
            title={actionLabel(action.id, picture)}
          >
            {actionLabel(action.id, picture)}
          </Button>
        ))}
        {picture.missing !== undefined && trusted && (
          <Button class="insert" onPress={() => post({ kind: 'removeFromHistory', image: id })}>
            {l10n.t('Remove from History')}
          </Button>
        )}
        <span class="icons">
          {at('icon').map((action) => (
            <IconButton
              // The star is one button that stays pressed, and keeps the focus.
              key={action.id === 'unstar' ? 'star' : action.id}
              icon={action.icon ?? ''}
              name={actionLabel(action.id, picture)}
              {...(action.id === 'star' || action.id === 'unstar' ? { pressed: picture.starred } : {})}
              onPress={() => perform(action.id)}
            />
          ))}
          {at('more').length > 0 && (
            <MoreActions
              actions={at('more').map((action) => ({
                label: actionLabel(action.id, picture),
                onPress: () => perform(action.id),
                disabled: action.id === 'insertWebp' && !picture.webp?.usable,
              }))}
              onOpen={() => {
                say('');
                if (trusted && picture.webp) post({ kind: 'weighWebp', image: id });
              }}
            />
          )}
        </span>
      </div>
      <p class="said" role="status">
        {said}
      </p>
    </>
  );
}

/** Where nothing can be inserted, copying the reference is what stands in words. */
function placeOf({ id, place }: KnownAction, { insertCopies }: PictureView): KnownAction['place'] {
  return id === 'copyReference' && insertCopies ? 'button' : place;
}
