import * as l10n from '@vscode/l10n';
import type { PictureView } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { Button, IconButton } from '../parts.tsx';

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
  return (
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
  );
}
