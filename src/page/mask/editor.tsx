import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { isolate } from '../../core/bidi.ts';
import type { EditorView } from '../../core/protocol.ts';
import { Thumbnail } from '../form/thumbnail.tsx';
import { post } from '../host.ts';
import { IconButton, Note } from '../parts.tsx';
import { Extending } from './extend/extending.tsx';
import { Painting } from './painting.tsx';

/** Where a part of a picture is marked, or the picture made larger. */
export function Editor({ editor, trusted }: { readonly editor: EditorView; readonly trusted: boolean }) {
  const Body = editor.mode === 'edit' ? Painting : Extending;
  return (
    <Frame editor={editor}>
      <Body key={editor.id} editor={editor} trusted={trusted} />
    </Frame>
  );
}

function Frame({ editor, children }: { readonly editor: EditorView; readonly children: ComponentChildren }) {
  const { name } = editor.picture;
  const title = editor.mode === 'edit' ? l10n.t('Edit {0}', isolate(name)) : l10n.t('Extend {0}', isolate(name));
  return (
    <section class="editor" aria-labelledby="editor-title">
      <header class="editor-head">
        <h2 id="editor-title" dir="auto">
          {title}
        </h2>
        <span class="picture-facts">{l10n.t('{0} × {1} px', editor.picture.width, editor.picture.height)}</span>
        <IconButton
          icon="close"
          name={l10n.t('Close the Editor')}
          onPress={() => post({ kind: 'closeEditor', editor: editor.id })}
        />
      </header>
      {editor.reason !== undefined && (
        <div id="reason">
          <Note icon="info">{editor.reason}</Note>
        </div>
      )}
      {editor.references.length > 0 && (
        <ul class="thumbnails" aria-label={l10n.t('References')}>
          {editor.references.map(({ src, name: reference }) => (
            <Thumbnail key={src} src={src} label={l10n.t('Reference: {0}', isolate(reference))} />
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}
