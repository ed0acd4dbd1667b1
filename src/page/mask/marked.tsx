import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EditorView } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { Note, TextButton } from '../parts.tsx';
import { receive } from './arrivals.ts';
import type { News } from './news.tsx';
import { coverageOf, type Extent } from './strokes/coverage.ts';
import { planeFrom, unpackPlanes } from './strokes/planes.ts';
import type { Mask } from './useMask.ts';

/** How much will change, in one sentence. */
export function Summary({ extent }: { readonly extent: Extent | undefined }) {
  return (
    <p class="mask-summary" id="mask-summary">
      {extent && summaryOf(extent)}
    </p>
  );
}

/** How much will change, in one sentence. */
export function summaryOf({ share }: Extent): string {
  if (share === 0) return l10n.t('Nothing is painted: the whole picture may change.');
  if (share === 1) return l10n.t('The whole picture will change.');
  const percent = Math.round(share * 100);
  if (percent === 0) return l10n.t('Less than 1 % of the picture will change.');
  return l10n.t('{0} % of the picture will change.', Math.min(percent, 99));
}

interface MaskFilesProps {
  readonly editor: EditorView;
  readonly mask: Mask;
  readonly onNews: (news: News) => void;
}

/** Masks from files and into files. */
export function MaskFiles({ editor, mask, onNews }: MaskFilesProps) {
  const { id, picture } = editor;
  const [fault, setFault] = useState<string | undefined>(undefined);
  const latest = useRef({ mask, onNews });
  latest.current = { mask, onNews };
  useEffect(
    () =>
      receive(id, ({ coverage }) => {
        if (Math.abs(coverage.width / coverage.height - picture.width / picture.height) > 0.01) {
          const sizes = [coverage.width, coverage.height, picture.width, picture.height];
          return setFault(l10n.t('The mask has another shape ({0} × {1}) than the picture ({2} × {3}).', ...sizes));
        }
        setFault(undefined);
        const plane = planeFrom(coverage);
        unpackPlanes([plane]).then(() => {
          latest.current.onNews({ sentence: l10n.t('Mask loaded.'), counts: true });
          latest.current.mask.apply(plane);
        });
      }),
    [id, picture.width, picture.height],
  );
  const save = async () => {
    const coverage = await coverageOf(mask.layers, picture);
    if (coverage) post({ kind: 'saveMask', editor: id, coverage });
  };
  const isEmpty = mask.extent === undefined || mask.extent.share === 0;
  return (
    <>
      <div class="mask-files">
        {picture.alpha && (
          <TextButton icon="wand" onPress={() => post({ kind: 'loadMask', editor: id, from: 'transparency' })}>
            {l10n.t('Start from Transparency')}
          </TextButton>
        )}
        <TextButton icon="folder-opened" onPress={() => post({ kind: 'loadMask', editor: id, from: 'file' })}>
          {l10n.t('Load Mask…')}
        </TextButton>
        <TextButton icon="save" disabled={isEmpty} onPress={save}>
          {l10n.t('Save Mask…')}
        </TextButton>
      </div>
      {fault !== undefined && (
        <div role="alert">
          <Note icon="warning">{fault}</Note>
        </div>
      )}
    </>
  );
}
