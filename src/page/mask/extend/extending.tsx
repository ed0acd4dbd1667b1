import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { EditorView } from '../../../core/protocol.ts';
import { keepEditor, keptEditor, post } from '../../host.ts';
import { useAim } from '../region.tsx';
import { Request } from '../request.tsx';
import { CanvasStage } from './canvasStage.tsx';
import { SideFields } from './sideFields.tsx';
import { type CanvasFault, canvasOf, faultOf, NO_SIDES, type Sides } from './sides.ts';

/** Where a picture is made larger. */
export function Extending({ editor, trusted }: { readonly editor: EditorView; readonly trusted: boolean }) {
  const { picture } = editor;
  const [sides, setSides] = useState<Sides>(() => keptEditor(editor.id).sides ?? NO_SIDES);
  const canvas = canvasOf(picture, sides);
  const fault = faultOf(picture, sides);
  useAim(editor.id, fault === undefined ? { region: 'whole', canvas } : undefined, undefined);
  const change = (next: Sides) => {
    setSides(next);
    keepEditor(editor.id, { sides: next });
  };
  const send = async (prompt: string) => {
    post({ kind: 'sendEdit', editor: editor.id, prompt, region: 'whole', canvas });
  };
  return (
    <div class="editor-body">
      <div class="canvas-part">
        <SideFields picture={picture} sides={sides} onChange={change} />
        <CanvasStage picture={picture} sides={sides} onChange={change} />
        <p class="mask-summary" id="mask-summary" role="status">
          {l10n.t('The result has {0} × {1} px.', canvas.width, canvas.height)}
        </p>
      </div>
      <Request
        editor={editor}
        trusted={trusted}
        label={l10n.t('Extend')}
        placeholder={l10n.t('Describe what is to be seen around the picture')}
        fault={fault && sentenceOf(fault)}
        onSend={send}
      />
    </div>
  );
}

function sentenceOf(fault: CanvasFault): string {
  switch (fault) {
    case 'nothingNew':
      return l10n.t('Choose how far the picture is to be extended.');
    case 'tooLong':
      return l10n.t('No side may be longer than 16384 px.');
    case 'tooManyPixels':
      return l10n.t('The result may have 33.5 megapixels at most.');
    case 'tooFlat':
      return l10n.t('The longer side may be three times the shorter one at most.');
  }
}
