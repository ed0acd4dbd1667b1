import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import { EASEL_IMAGE } from '../../core/drag.ts';
import type { FormView } from '../../core/formView.ts';
import { MAX_IMAGE_BYTES } from '../../core/image.ts';
import { post } from '../host.ts';
import { Thumbnail } from './thumbnail.tsx';

/** The pictures that go along with a form's prompt. */
export function References({ form }: { readonly form: FormView }) {
  if (form.references.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari and VoiceOver drop the role of a list without bullets
    <ul class="thumbnails" role="list" aria-label={l10n.t('References')}>
      {form.references.map(({ id, src, name }) => (
        <Thumbnail
          key={id}
          src={src}
          label={name}
          onRemove={() => post({ kind: 'dropReference', form: form.id, reference: id })}
        />
      ))}
    </ul>
  );
}

/** What takes pictures in for a form, and why one was not taken. */
export function useReferences({ id, source }: FormView, trusted: boolean) {
  const [refusal, refuse] = useState<string | undefined>(undefined);
  const isOpen = trusted && !source;
  const add = async (files: readonly File[]) => {
    const large = files.find(({ size }) => size > MAX_IMAGE_BYTES);
    refuse(large && l10n.t('{0} is larger than 50 MiB. Make it smaller first.', isolate(large.name)));
    for (const file of files) {
      if (file.size > MAX_IMAGE_BYTES) continue;
      const bytes = new Uint8Array(await file.arrayBuffer());
      post({ kind: 'addReference', form: id, bytes, name: file.name.slice(0, 300) });
    }
  };
  return {
    refusal,
    onPaste(event: ClipboardEvent) {
      const { clipboardData: data } = event;
      // What has words too, such as a part of a document, is pasted as words.
      if (!isOpen || !data || data.types.includes('text/plain')) return;
      const files = [...data.files].filter(({ type }) => type.startsWith('image/'));
      if (files.length === 0) return;
      event.preventDefault();
      void add(files);
    },
    onDragOver(event: DragEvent) {
      const types = event.dataTransfer?.types ?? [];
      if (isOpen && (types.includes('Files') || types.includes(EASEL_IMAGE))) event.preventDefault();
    },
    onDrop(event: DragEvent) {
      const { dataTransfer: data } = event;
      if (!isOpen || !data) return;
      const image = data.getData(EASEL_IMAGE);
      if (image === '' && data.files.length === 0) return;
      event.preventDefault();
      if (image !== '') post({ kind: 'useAsReference', image });
      else void add([...data.files]);
    },
  };
}
