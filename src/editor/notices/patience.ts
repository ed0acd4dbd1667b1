import * as vscode from 'vscode';

/** ms that something may take before it is worth a notification. */
const PATIENCE = 500;

/** Does something, and shows that it goes on where it takes long; the notification's Cancel is handed on as a token. */
export async function showWhenLong<T>(title: string, work: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
  const cancelling = new vscode.CancellationTokenSource();
  const result = work(cancelling.token);
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_, token) => {
        token.onCancellationRequested(() => cancelling.cancel());
        // Who waits for it hears of its failure.
        await result.catch(() => undefined);
      },
    );
  }, PATIENCE);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
    cancelling.dispose();
  }
}
