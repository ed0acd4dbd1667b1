import * as vscode from 'vscode';

/** The file that a document's text is part of: a notebook's for one of its cells, else its own. */
export function fileOf(document: vscode.TextDocument): Pick<vscode.TextDocument, 'uri' | 'isUntitled'> {
  return notebookOf(document) ?? document;
}

/** The notebook that a document is a cell of. */
export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document.uri.toString() === document.uri.toString()),
  );
}
