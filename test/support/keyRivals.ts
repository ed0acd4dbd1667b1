/**
 * What VS Code and its built-in extensions bind to a key of the panel, and why none of it is ever meant where the panel's key
 * is: a context key of their when-clause, and the part of ours that excludes it. Letters (S, I, C, E) they bind nowhere; lists
 * search by them, which `!listFocus` excludes. On a Mac they bind Cmd+Backspace where others have Delete, and Backspace alone
 * to what takes text away.
 */
export const KEY_RIVALS: Readonly<Record<string, string>> = {
  // Somebody types.
  textInputFocus: '!inputFocus',
  // Views: a view of these has the focus.
  agentSessionsViewerFocused: '!focusedView',
  breakpointsFocused: '!focusedView',
  fileMatchOrMatchFocus: '!focusedView',
  filesExplorerFocus: '!focusedView',
  inChat: '!focusedView',
  terminalTabsFocus: '!focusedView',
  tunnelViewFocus: '!focusedView',
  watchExpressionsFocused: '!focusedView',
  // A list outside of any view.
  notificationFocus: '!listFocus',
  // Editors of their own: the panel is not the active one then.
  inKeybindings: "activeWebviewPanelId == 'easel.panel'",
  isNotebookMultiSelect: "activeWebviewPanelId == 'easel.panel'",
  markdownEditorFocus: "activeWebviewPanelId == 'easel.panel'",
  notebookEditorFocused: "activeWebviewPanelId == 'easel.panel'",
};

/** The parts of a when-clause that all must hold. */
export function partsOf(when: string): readonly string[] {
  return when.split('&&').map((part) => part.trim());
}

/** Each way in which a when-clause of VS Code may hold that nothing of ours excludes. */
export function openWays(when: string, ours: readonly string[]): readonly string[] {
  return when.split('||').filter((way) => !partsOf(way).some((part) => ours.includes(KEY_RIVALS[part] ?? 'nothing')));
}
