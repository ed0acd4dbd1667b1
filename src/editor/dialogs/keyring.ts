import * as vscode from 'vscode';

const { l10n } = vscode;

/** What VS Code says about keyrings that fail: which there are, how one is installed and chosen. */
const KEYRING_PAGE = 'https://code.visualstudio.com/docs/configure/settings-sync#_troubleshooting-keychain-issues';

/** Says that a key that was just given is gone when this window closes. */
export function tellWindowOnly(origin: string): void {
  tell(
    l10n.t(
      'The key for {0} is kept for this window only: the system’s keyring does not work. Until it does, enter the key again in each window.',
      origin,
    ),
  );
}

/** Says why a key is asked for that was given before: the keyring does not answer. */
export function tellSilent(origin: string): void {
  tell(
    l10n.t(
      'The system’s keyring does not give out the key for {0}. Unlock the keyring and try again, or enter the key for this window.',
      origin,
    ),
  );
}

/** Says why a key is asked for that was given before: the keyring has lost it. */
export function tellMissing(origin: string): void {
  tell(l10n.t('The system’s keyring no longer has the key for {0}. Enter it again.', origin));
}

/** Says that a key which was to be cleared may be there still. */
export function tellNotCleared(origin: string): void {
  tell(
    l10n.t(
      'This window does not use the key for {0} any more, but the system’s keyring did not delete it. Clear it again when the keyring works.',
      origin,
    ),
  );
}

function tell(sentence: string): void {
  const help = l10n.t('Keyring Help');
  const check = l10n.t('Check Setup');
  vscode.window.showWarningMessage(sentence, help, check).then((pressed) => {
    if (pressed === help) openKeyringPage();
    if (pressed === check) vscode.commands.executeCommand('easel.checkSetup');
  });
}

/** Opens that page. */
export function openKeyringPage(): Thenable<boolean> {
  return vscode.env.openExternal(vscode.Uri.parse(KEYRING_PAGE));
}
