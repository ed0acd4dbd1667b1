// These functions run in the page of the workbench: each must stand alone.

export function paletteIsGone(): boolean {
  const widget = document.querySelector('.quick-input-widget');
  const input = widget?.querySelector('input.input');
  if (!(widget instanceof HTMLElement) || widget.style.display === 'none') return true;
  return !(input instanceof HTMLInputElement && input.value.startsWith('>'));
}

/** undefined until the list shows what belongs to the title. */
export function paletteAnswer(title: string): 'yes' | 'no' | undefined {
  const words = title.toLowerCase().split(/\s+/);
  const labels = [...document.querySelectorAll('.quick-input-widget .monaco-list-row .label-name')].map((label) =>
    (label.textContent ?? '').replaceAll('\u00a0', ' ').trim(),
  );
  if (labels.includes(title)) return 'yes';
  const fits = (label: string) => /^No matching/.test(label) || words.every((word) => label.toLowerCase().includes(word));
  const similar = document.querySelector('.quick-input-widget .quick-input-list-separator')?.textContent === 'similar commands';
  return labels.length > 0 && (similar || labels.every(fits)) ? 'no' : undefined;
}

export function activeEditorShows({ file, isText }: { file: string; isText: boolean }): boolean {
  const group = document.querySelector('.editor-group-container.active');
  const tab = group?.querySelector('.tab.active .monaco-icon-label')?.getAttribute('aria-label');
  if (tab !== file) return false;
  if (!isText) return true;
  const editor = group?.querySelector('.monaco-editor[role="code"]');
  const shown = decodeURIComponent(editor?.getAttribute('data-uri') ?? '');
  return shown.endsWith(file) && editor?.contains(document.activeElement) === true;
}

/** A copy without the clipboard: the editor answers the event, whoever sent it. */
export function copyFromEditor(input: Element): string {
  const clipboardData = new DataTransfer();
  input.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
  return clipboardData.getData('text/plain');
}
