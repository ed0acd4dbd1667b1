import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import { boxOf } from '../../core/box.ts';
import type { EditorView, Region } from '../../core/protocol.ts';
import { keepEditor, keepView, keptEditor, post, viewState } from '../host.ts';
import { useView } from '../stage/useView.ts';
import { Stage } from './canvas/stage.tsx';
import { pressOnStage, runCommand } from './commands.ts';
import type { Tools } from './kept.ts';
import { MaskFiles, Summary } from './marked.tsx';
import { newsOf, useNews } from './news.tsx';
import { RegionSwitch, useAim, useFrame } from './region.tsx';
import { Request } from './request.tsx';
import { coverageOf } from './strokes/coverage.ts';
import { type Command, commandOf } from './tools/keys.ts';
import { RectangleFields } from './tools/rectangleFields.tsx';
import { Toolbar } from './tools/toolbar.tsx';
import { useMask } from './useMask.ts';

/** Where a part of a picture is marked. */
export function Painting({ editor, trusted }: { readonly editor: EditorView; readonly trusted: boolean }) {
  const { picture } = editor;
  const mask = useMask(editor.id, picture);
  const stage = useView(boxOf(picture));
  const [tools, setTools] = useState(viewState().tools);
  const [region, setRegion] = useState<Region>(() => keptEditor(editor.id).region ?? editor.region);
  const { say, announcer } = useNews(mask);
  const largest = Math.max(8, Math.round(Math.max(picture.width, picture.height) / 2));
  const size = Math.min(largest, Math.max(1, Math.round(tools.size * Math.max(picture.width, picture.height))));
  const frame = useFrame(editor, region, mask.extent);
  const bounds = mask.extent?.bounds;
  useAim(editor.id, mask.extent && { region, ...(bounds && { bounds }) }, frame?.sent);

  const change = (part: Partial<Tools>) => {
    const next = { ...tools, ...part };
    setTools(next);
    keepView({ tools: next });
  };
  const resize = (next: number) =>
    change({ size: Math.min(largest, Math.max(1, next)) / Math.max(picture.width, picture.height) });
  const chooseRegion = (next: Region) => {
    setRegion(next);
    keepEditor(editor.id, { region: next });
  };
  const controls = { editor, mask, stage, tools, size, change, resize };
  const run = (command: Command) => {
    say(newsOf(command, mask));
    runCommand(command, controls);
  };
  const press = (event: KeyboardEvent) => {
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    // Else VS Code would undo something in a document as well.
    event.stopPropagation();
    run(command);
  };
  const send = async (prompt: string) => {
    const coverage = await coverageOf(mask.layers, picture);
    post({ kind: 'sendEdit', editor: editor.id, prompt, region, ...(coverage && { coverage }) });
  };

  const isEmpty = mask.extent?.share === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of what is in it
    <div class="editor-body" onKeyDown={press}>
      <div class="canvas-part">
        <Toolbar
          mask={mask}
          stage={stage}
          tools={tools}
          size={size}
          largest={largest}
          onTools={change}
          onSize={resize}
          onCommand={run}
        />
        <Stage
          picture={picture}
          stage={stage}
          mask={mask}
          tool={tools.tool}
          size={size}
          soft={tools.soft}
          opacity={tools.opacity}
          frame={frame?.isRegion ? frame.box : undefined}
          label={l10n.t('{0} and its mask', isolate(picture.name))}
          describedBy="mask-summary mask-help"
          onKey={(event) => pressOnStage(event, controls)}
        />
        <p class="visually-hidden" id="mask-help">
          {l10n.t(
            'Paint with the mouse, or choose the rectangle tool with R: the arrow keys move the rectangle, with Shift they size it, with Ctrl in steps of 10.',
          )}
        </p>
        {tools.tool === 'rectangle' && (
          <RectangleFields
            picture={picture}
            selected={mask.selected}
            onAdd={(box) => {
              say({ sentence: l10n.t('Rectangle added.'), counts: true });
              mask.apply({ kind: 'rectangle', erase: false, box, moved: false });
            }}
            onChange={(box) => mask.reshape(box, false)}
            onRemove={() => {
              say({ sentence: l10n.t('Rectangle removed.'), counts: true });
              mask.apply({ kind: 'remove' });
              // The button goes with its rectangle, and would take the focus along.
              stage.element.current?.focus({ preventScroll: true });
            }}
          />
        )}
        <div class="under-stage">
          <Summary extent={mask.extent} />
          <MaskFiles editor={editor} mask={mask} onNews={say} />
        </div>
      </div>
      <Request
        editor={editor}
        trusted={trusted}
        label={isEmpty ? l10n.t('Edit Whole Picture') : l10n.t('Edit')}
        placeholder={l10n.t('Describe what should be there')}
        onSend={send}
      >
        <RegionSwitch frame={frame} region={region} onChoose={chooseRegion} />
      </Request>
      {announcer}
    </div>
  );
}
