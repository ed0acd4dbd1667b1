import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PictureView } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { Button, IconButton } from '../parts.tsx';
import { copyImage } from './copyImage.ts';
import { type MoreAction, MoreActions } from './moreActions.tsx';

interface PictureToolbarProps {
  readonly picture: PictureView;
  readonly trusted: boolean;
  readonly selected: boolean;
  readonly onInsert: () => void;
  readonly onDiscard: () => void;
}

/** What can be done with an image. */
export function PictureToolbar({ picture, trusted, selected, onInsert, onDiscard }: PictureToolbarProps) {
  const { id, name, state, replaceLabel } = picture;
  const [said, say] = useState('');
  const copy = async () => {
    const copied = await copyImage(picture.src);
    say(
      copied
        ? l10n.t('Image copied.')
        : l10n.t('The image could not be copied from here. Use Open, and copy it from the preview.'),
    );
  };
  return (
    <>
      <div class="toolbar" role="toolbar" aria-label={l10n.t('Actions for {0}', name)}>
        {(trusted || picture.insertCopies) && (
          <Button primary={state === 'kept' && selected} class="insert" onPress={onInsert} title={picture.insertLabel}>
            {picture.insertLabel}
          </Button>
        )}
        {trusted && replaceLabel !== undefined && (
          <Button class="insert" onPress={() => post({ kind: 'useInstead', image: id })} title={replaceLabel}>
            {replaceLabel}
          </Button>
        )}
        <span class="icons">
          <IconButton
            icon={picture.starred ? 'star-full' : 'star-empty'}
            name={l10n.t('Star')}
            pressed={picture.starred}
            onPress={() => post({ kind: 'star', image: id, on: !picture.starred })}
          />
          {!picture.insertCopies && (
            <IconButton icon="copy" name={l10n.t('Copy Reference')} onPress={() => post({ kind: 'copyReference', image: id })} />
          )}
          {trusted && picture.editable && (
            <>
              <IconButton icon="edit" name={l10n.t('Edit')} onPress={() => post({ kind: 'edit', image: id })} />
              <IconButton icon="layers" name={l10n.t('Create Variations')} onPress={() => post({ kind: 'vary', image: id })} />
              <IconButton icon="screen-full" name={l10n.t('Extend')} onPress={() => post({ kind: 'extend', image: id })} />
            </>
          )}
          {trusted && <IconButton icon="trash" name={l10n.t('Discard')} onPress={onDiscard} />}
          <MoreActions
            actions={moreActions(picture, trusted, () => void copy())}
            onOpen={() => {
              say('');
              if (trusted && picture.webp) post({ kind: 'weighWebp', image: id });
            }}
          />
        </span>
      </div>
      <p class="said" role="status">
        {said}
      </p>
    </>
  );
}

function moreActions({ id, webp, editable }: PictureView, trusted: boolean, copy: () => void): readonly MoreAction[] {
  const action = (
    kind: 'insertWebp' | 'export' | 'open' | 'reveal' | 'rename' | 'copyPath' | 'saveAs',
    label: string,
  ): MoreAction => ({
    label,
    onPress: () => post({ kind, image: id }),
  });
  return [
    ...(trusted && webp ? [{ ...action('insertWebp', webp.label), disabled: !webp.usable }] : []),
    action('open', l10n.t('Open')),
    action('reveal', l10n.t('Reveal in Explorer')),
    ...(trusted && editable ? [action('export', l10n.t('Export Sizes…'))] : []),
    ...(trusted ? [action('rename', l10n.t('Rename…'))] : []),
    action('copyPath', l10n.t('Copy Path')),
    { label: l10n.t('Copy Image'), onPress: copy },
    ...(trusted ? [action('saveAs', l10n.t('Save As…'))] : []),
  ];
}
