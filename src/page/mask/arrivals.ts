import type { ToPage } from '../../core/protocol.ts';

type Arrival = Extract<ToPage, { kind: 'coverage' }>;
type Listener = (arrival: Arrival) => void;

const listeners = new Map<string, Listener>();

/** Hands a mask to the editor that asked for it. One that was closed meanwhile gets none. */
export function deliver(arrival: Arrival): void {
  listeners.get(arrival.editor)?.(arrival);
}

/** Takes the masks for an editor in. Returns how to stop. */
export function receive(editor: string, listener: Listener): () => void {
  listeners.set(editor, listener);
  return () => {
    if (listeners.get(editor) === listener) listeners.delete(editor);
  };
}
