import { useEffect, useState } from 'preact/hooks';
import { keepView, viewState } from '../host.ts';
import type { HeldView } from '../stage/useView.ts';
import type { Looked } from './kept.ts';

let looked = viewState().look;
const listeners = new Set<() => void>();

/** Looks at a picture closely: it fills the panel, all of it visible. */
export function lookAt(next: Looked): void {
  set(next);
}

/** Changes how it is looked at; nothing, where nothing is. */
export function changeLook(change: (looked: Looked) => Looked): void {
  if (looked) set(change(looked));
}

/** Goes back to the gallery. */
export function closeLook(): void {
  if (looked) set(undefined);
}

/** What is looked at closely. */
export function lookedAt(): Looked | undefined {
  return looked;
}

/** The same, drawn anew with every change. */
export function useLooked(): Looked | undefined {
  const [, redraw] = useState({});
  useEffect(() => {
    const listen = () => redraw({});
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }, []);
  return looked;
}

/** How the picture lies in its stage, kept with it. */
export function heldView(): HeldView {
  return {
    view: looked?.view,
    change: (next) =>
      changeLook(({ view, ...rest }) => {
        const changed = next(view);
        return changed ? { ...rest, view: changed } : rest;
      }),
  };
}

function set(next: Looked | undefined): void {
  looked = next;
  keepView({ look: next });
  for (const listen of listeners) listen();
}
