import * as vscode from 'vscode';
import { redact } from '../core/redact.ts';

/** The one sink for everything that is logged. Ids, durations, sizes, status: never prompts, keys, bodies, queries. */
export interface Log extends vscode.Disposable {
  info(line: string): void;
  warn(line: string): void;
  /** For bugs: with the stack. */
  error(error: unknown): void;
  /** From now on this text never reaches the log. */
  hide(secret: string): void;
  /** A text as the log would have it, without all that must not leave this machine. */
  redact(text: string): string;
  show(): void;
}

/** The output channel "Easel", behind the redactor. */
export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('Easel', { log: true });
  const secrets = new Set<string>();
  const clean = (text: string) => redact(text, [...secrets]);
  /** A channel that is closed throws, and that must not end what a window that closes still saves. */
  let isOpen = true;
  const write = (level: 'info' | 'warn' | 'error', text: string) => {
    if (isOpen) channel[level](clean(text));
  };
  return {
    info: (line) => write('info', line),
    warn: (line) => write('warn', line),
    error: (error) => write('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    hide: (secret) => void secrets.add(secret),
    redact: clean,
    show: () => channel.show(true),
    dispose() {
      isOpen = false;
      channel.dispose();
    },
  };
}
