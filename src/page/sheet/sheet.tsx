import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SheetView } from '../../core/protocol.ts';
import { isSendable, SEND_KEYS } from '../form/promptBox.tsx';
import { keepView, post, viewState } from '../host.ts';
import { Button, IconButton, Note } from '../parts.tsx';
import { Row } from './row.tsx';

/** Lists images that can be made, each with its own prompt, and sends those that are ticked. */
export function Sheet({ sheet, trusted }: { readonly sheet: SheetView; readonly trusted: boolean }) {
  const section = useRef<HTMLElement>(null);
  const hadFocus = useRef(false);
  const [drafts, setDrafts] = useState(viewState().sheet);
  const prompts = drafts?.sheet === sheet.id ? drafts.prompts : {};
  const promptOf = (row: SheetView['rows'][number]) => prompts[row.id] ?? row.prompt;
  const open = sheet.rows.filter((row) => row.running === undefined);
  const ticked = open.filter((row) => row.ticked);
  const canSend = sheet.canSend && trusted && ticked.length > 0 && ticked.every((row) => isSendable(promptOf(row)));

  const type = (row: string, text: string) => {
    // A key may follow another one before the page is drawn again.
    const before = viewState().sheet;
    const others = before?.sheet === sheet.id ? before.prompts : {};
    const next = { sheet: sheet.id, prompts: { ...others, [row]: text } };
    setDrafts(next);
    keepView({ sheet: next });
  };
  const send = () => {
    if (!canSend) return;
    post({ kind: 'sendSheet', sheet: sheet.id, rows: ticked.map((row) => ({ id: row.id, prompt: promptOf(row) })) });
  };
  const close = () => {
    keepView({ sheet: undefined });
    post({ kind: 'closeSheet', sheet: sheet.id });
  };

  useLayoutEffect(() => {
    // The row with the focus was made and is gone.
    // Not where it has gone out of the panel, such as to the Command Palette.
    if (hadFocus.current && document.hasFocus() && document.activeElement === document.body) section.current?.focus();
  });

  return (
    <section
      id="sheet"
      class="sheet"
      ref={section}
      tabIndex={-1}
      aria-labelledby="sheet-title"
      onFocusIn={() => {
        hadFocus.current = true;
      }}
      onFocusOut={(event) => {
        // What is taken away with its row has lost the focus to nothing.
        if (event.relatedTarget instanceof Node && !section.current?.contains(event.relatedTarget)) hadFocus.current = false;
      }}
    >
      <div class="sheet-head">
        <h2 id="sheet-title">{sheet.title}</h2>
        <IconButton icon="close" name={l10n.t('Close the list')} onPress={close} />
      </div>
      {sheet.news !== undefined && <Note icon="info">{sheet.news}</Note>}
      {sheet.rows.length > 1 && (
        <label class="sheet-all">
          <input
            type="checkbox"
            checked={open.length > 0 && ticked.length === open.length}
            ref={(box) => {
              if (box) box.indeterminate = ticked.length > 0 && ticked.length < open.length;
            }}
            disabled={open.length === 0}
            onChange={(event) => post({ kind: 'changeSheet', sheet: sheet.id, ticked: event.currentTarget.checked })}
          />
          {l10n.t('All')}
        </label>
      )}
      <ul class="sheet-rows">
        {sheet.rows.map((row) => (
          <Row key={row.id} sheet={sheet} row={row} prompt={promptOf(row)} onType={(text) => type(row.id, text)} onSend={send} />
        ))}
      </ul>
      <div class="send">
        <div class="send-facts">
          <p id="sheet-estimate" dir="auto">
            {sheet.estimate}
          </p>
          <p role="status">{sheet.progress ?? ''}</p>
        </div>
        <Button primary disabled={!canSend} onPress={send} title={`${l10n.t('Generate')} (${SEND_KEYS})`}>
          {l10n.t('Generate')}
        </Button>
      </div>
    </section>
  );
}
