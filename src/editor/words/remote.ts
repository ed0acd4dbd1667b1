import { ExtensionKind, env, extensions, l10n, workspace } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { assertNever, type Failure } from '../../core/failure.ts';
import { isLoopback, type Remote, readRemote, wayBack } from '../../core/remote.ts';

/** Where Easel runs in this window; undefined for the machine that the user sits at. */
export function remoteHere(): Remote | undefined {
  if (extensions.getExtension('easel.easel')?.extensionKind === ExtensionKind.UI) return undefined;
  return readRemote(env.remoteName, workspace.workspaceFolders?.[0]?.uri.authority);
}

/** A remote as the user knows it. */
export function remoteLabel({ kind, name }: Remote): string {
  const known = isolate(name);
  switch (kind) {
    case 'ssh':
      return name ? l10n.t('ssh: {0}', known) : l10n.t('the machine at the other end of ssh');
    case 'wsl':
      return name ? l10n.t('WSL: {0}', known) : l10n.t('WSL');
    case 'container':
      return name ? l10n.t('container: {0}', known) : l10n.t('the container');
    case 'codespace':
      return name ? l10n.t('codespace: {0}', known) : l10n.t('the codespace');
    case 'tunnel':
      return name ? l10n.t('tunnel: {0}', known) : l10n.t('the machine at the other end of the tunnel');
    case 'web':
    case 'other':
      return known;
    default:
      return assertNever(kind);
  }
}

/**
 * What it means that nothing answers at a loopback address of a remote machine; undefined for other addresses, and where
 * Easel runs on the user's own machine.
 */
function strayLoopbackSentence(host: string): string | undefined {
  const remote = isLoopback(host) ? remoteHere() : undefined;
  if (!remote) return undefined;
  const label = remoteLabel(remote);
  const way = wayBack(remote, host);
  switch (way.kind) {
    case 'command':
      return l10n.t(
        '{0} is {1}, where Easel runs, and nothing answers there. For a server on your own machine, run there: {2}. Nothing was sent.',
        host,
        label,
        way.command,
      );
    case 'windows':
      return l10n.t(
        '{0} is {1}, where Easel runs, and nothing answers there. For a server on Windows, use the address of Windows, or networkingMode=mirrored in .wslconfig. Nothing was sent.',
        host,
        label,
      );
    case 'address':
      return l10n.t(
        '{0} is {1}, where Easel runs, and nothing answers there. For a server outside the container, try {2}. Nothing was sent.',
        host,
        label,
        way.address,
      );
    case 'none':
      return l10n.t(
        '{0} is {1}, where Easel runs, and nothing answers there. A server on your own machine needs an address that can be reached from there. Nothing was sent.',
        host,
        label,
      );
    default:
      return assertNever(way);
  }
}

/** Why no connection was opened. */
export function unreachableSentence({ host, reason }: Extract<Failure, { kind: 'unreachable' }>): string {
  const isSilent = reason === 'refused' || reason === 'unknownHost' || reason === 'other';
  const stray = isSilent ? strayLoopbackSentence(host) : undefined;
  if (stray !== undefined) return stray;
  switch (reason) {
    case 'unknownHost':
      return l10n.t('There is no server with the name {0}, or you are offline. Nothing was sent.', host);
    case 'refused':
      return l10n.t('Nothing answers at {0}. Is the server running? Nothing was sent.', host);
    case 'certificate':
      return l10n.t('The certificate of {0} is not trusted here. Nothing was sent.', host);
    case 'proxy':
      return l10n.t('The proxy between you and {0} wants you to log in. Nothing was sent.', host);
    case 'other':
      return l10n.t('{0} cannot be reached. Nothing was sent.', host);
    default:
      return assertNever(reason);
  }
}
