import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FormView, PageState } from '../core/protocol.ts';
import { undoDiscard } from './actions/actions.ts';
import { ExportSheet } from './export/exportSheet.tsx';
import { focusOn } from './focus.ts';
import { Form } from './form/form.tsx';
import { Gallery } from './gallery/gallery.tsx';
import { Look, useLooking } from './look/look.tsx';
import { lookAt, lookedAt } from './look/opened.ts';
import { Editor } from './mask/editor.tsx';
import { Note } from './parts.tsx';
import { Sheet } from './sheet/sheet.tsx';

/** The whole page. */
export function App({ state, announcement }: { readonly state: PageState; readonly announcement: string }) {
  const returning = useRef<string | undefined>(undefined);
  useEffect(() => {
    const undo = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
      const image = undoDiscard();
      if (image === undefined) return;
      event.preventDefault();
      if (lookedAt()) returning.current = image;
      else focusOn(image);
    };
    document.addEventListener('keydown', undo);
    return () => document.removeEventListener('keydown', undo);
  }, []);
  const looking = useLooking(state);
  // What was discarded while it was looked at comes back before the eyes.
  const back = looking?.places.find(({ picture }) => picture.id === returning.current);
  useEffect(() => {
    if (!back) return;
    returning.current = undefined;
    lookAt({ image: back.picture.id });
  });

  return (
    <>
      {/* The one heading of the first level, for those who go by headings; the tab shows it to all others. */}
      <h1 class="visually-hidden">{document.title}</h1>
      {looking && <Look looking={looking} trusted={state.trusted} />}
      <div inert={looking !== undefined}>
        {!state.trusted && (
          <div class="banner">
            <Note icon="shield">
              {l10n.t('This workspace is not trusted: pictures can be looked at, but not made, inserted or discarded.')}
            </Note>
          </div>
        )}
        {state.exporting && <ExportSheet sheet={state.exporting} trusted={state.trusted} />}
        {state.editor ? (
          <Editor editor={state.editor} trusted={state.trusted} />
        ) : (
          ((!state.sheet && !state.exporting) || isReviewed(state.form)) && <Form form={state.form} trusted={state.trusted} />
        )}
        {state.sheet && <Sheet key={state.sheet.id} sheet={state.sheet} trusted={state.trusted} />}
        {state.spent !== undefined && (
          <p class="spent" dir="auto">
            {state.spent}
          </p>
        )}
        <Gallery state={state} />
      </div>
      <Announcer text={announcement} />
    </>
  );
}

/** Whether the form has something to be looked at, so that it stands beside a sheet. */
function isReviewed({ prompt, reason, references }: FormView): boolean {
  return prompt !== '' || reason !== undefined || references.length > 0;
}

/** Says a text once. It comes a moment after the region itself, because a region born with its text is not read out. */
function Announcer({ text }: { readonly text: string }) {
  const [said, say] = useState('');
  useEffect(() => say(text), [text]);
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
