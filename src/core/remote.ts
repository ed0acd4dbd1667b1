import { isLoopbackHost } from './server.ts';

/** Another machine, or a part of this one, on which the extension runs. */
export interface Remote {
  readonly kind: 'ssh' | 'wsl' | 'container' | 'codespace' | 'tunnel' | 'web' | 'other';
  /** As the user knows it, without a user's name: `box`, `Ubuntu`. "" where it is not known. */
  readonly name: string;
}

const KINDS: Readonly<Record<string, Remote['kind']>> = {
  'ssh-remote': 'ssh',
  wsl: 'wsl',
  'dev-container': 'container',
  'attached-container': 'container',
  'k8s-container': 'container',
  codespaces: 'codespace',
  tunnel: 'tunnel',
};

/**
 * Where the extension runs, by `vscode.env.remoteName` and the authority of a workspace folder (`ssh-remote+box`); undefined
 * for the machine that the user sits at. `web`: a VS Code that a server hands out to browsers.
 */
export function readRemote(remoteName: string | undefined, authority: string | undefined): Remote | undefined {
  if (!remoteName) return undefined;
  // VS Code calls a remote without a resolver by the address it is reached at.
  if (/^[^+]*:\d+$/.test(remoteName)) return isLoopback(remoteName) ? undefined : { kind: 'web', name: remoteName };
  const kind = KINDS[remoteName] ?? 'other';
  const prefix = `${remoteName}+`;
  const rest = authority?.startsWith(prefix) ? authority.slice(prefix.length) : '';
  return { kind, name: kind === 'other' ? remoteName : kind === 'container' ? nameOfContainer(rest) : nameOf(rest) };
}

/** `box`, `user@box` or, where it has capitals or more to say, JSON in hex digits. */
function nameOf(rest: string): string {
  const plain = decode(rest);
  const told = /"hostName"\s*:\s*"([^"\\]*)"/.exec(plain)?.[1];
  return (told ?? plain).replace(/^.*@/s, '');
}

/** The folder or the container's name: hex digits of a path or of JSON; what it runs on may follow behind an `@`. */
function nameOfContainer(rest: string): string {
  const plain = decode(rest.replace(/@.*$/s, ''));
  const told = /"(?:hostPath|containerName)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(plain)?.[1] ?? plain;
  return told.split(/[\\/]+/).findLast((part) => part !== '' && !part.startsWith('{')) ?? '';
}

function decode(text: string): string {
  if (!/^([0-9a-f]{2}){4,}$/i.test(text)) return text;
  const bytes = Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  const decoded = new TextDecoder().decode(bytes);
  // A host may be called like a number.
  return /^[^\p{Cc}\uFFFD]+$/u.test(decoded) ? decoded : text;
}

/** How a server on the user's own machine is reached from where Easel runs. VS Code's Ports view forwards the other way only. */
export type WayBack =
  /** By a command on the user's own machine. */
  | { readonly kind: 'command'; readonly command: string }
  /** Windows, from Linux in it. */
  | { readonly kind: 'windows' }
  /** By this address, from a container. */
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'none' };

/** `host` is the loopback address that was tried, as `URL.host` has it. */
export function wayBack({ kind, name }: Remote, host: string): WayBack {
  const { hostname, port } = new URL(`http://${host}`);
  const number = port || '80';
  const forward = `-R ${number}:${hostname}:${number}`;
  // Into a command goes nothing that a shell would read.
  const isPlain = /^\w[\w.-]*$/.test(name);
  switch (kind) {
    case 'ssh':
      return { kind: 'command', command: `ssh ${forward} ${isPlain ? name : '…'}` };
    case 'codespace':
      return { kind: 'command', command: `gh codespace ssh${isPlain ? ` -c ${name}` : ''} -- ${forward}` };
    case 'wsl':
      return { kind: 'windows' };
    case 'container':
      return { kind: 'address', address: `host.docker.internal:${number}` };
    case 'tunnel':
    case 'web':
    case 'other':
      return { kind: 'none' };
  }
}

/** Whether a host, as `URL.host` has it, is the machine that asks. */
export function isLoopback(host: string): boolean {
  return isLoopbackHost(host.replace(/:\d+$/, ''));
}
