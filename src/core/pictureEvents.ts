import type { OpaqueBackground } from './background.ts';
import { assertNever } from './failure.ts';
import { relocate } from './places.ts';
import type { Picture, State } from './session.ts';
import type { ImageId } from './task.ts';

/** What becomes of a picture that is there. */
export type PictureEvent =
  | {
      readonly kind: 'picture';
      readonly image: ImageId;
      readonly state: Picture['state'];
      readonly uri?: string;
      readonly name?: string;
      /** Its file has other bytes now. */
      readonly file?: Pick<Picture, 'sha256' | 'size' | 'info'>;
    }
  | { readonly kind: 'starred'; readonly image: ImageId; readonly on: boolean }
  /** Its background was to be transparent, and is not. */
  | { readonly kind: 'checked'; readonly image: ImageId; readonly background: OpaqueBackground }
  /** Somebody took its file away outside of VS Code, or brought it back. */
  | { readonly kind: 'missing'; readonly image: ImageId; readonly on: boolean }
  /** It leaves the session. */
  | { readonly kind: 'gone'; readonly image: ImageId }
  | { readonly kind: 'selected'; readonly image: ImageId | undefined };

/** The next state. An event about an unknown picture changes nothing. */
export function reducePicture(state: State, event: PictureEvent): State {
  switch (event.kind) {
    case 'picture': {
      const from = state.pictures.get(event.image)?.uri;
      const next = update(state, event.image, ({ uri, name, ...rest }) => {
        return { ...rest, state: event.state, uri: event.uri ?? uri, name: event.name ?? name, ...event.file };
      });
      return event.uri === undefined || event.uri === from ? next : follow(next, event.image, from, event.uri);
    }
    case 'starred':
      return update(state, event.image, ({ starred: _, ...rest }) => (event.on ? { ...rest, starred: true } : rest));
    case 'checked':
      return update(state, event.image, (picture) => ({ ...picture, background: event.background }));
    case 'missing':
      if (state.pictures.get(event.image)?.missing === (event.on || undefined)) return state;
      return update(state, event.image, ({ missing: _, ...rest }) => (event.on ? { ...rest, missing: true } : rest));
    case 'gone': {
      const pictures = new Map(state.pictures);
      if (!pictures.delete(event.image)) return state;
      const { selected, ...rest } = state;
      return { ...rest, pictures, ...(selected !== undefined && selected !== event.image && { selected }) };
    }
    case 'selected': {
      if (event.image !== undefined && !state.pictures.has(event.image)) return state;
      const { selected: _, ...rest } = state;
      return event.image === undefined ? rest : { ...rest, selected: event.image };
    }
    default:
      return assertNever(event);
  }
}

/** What was made from a picture goes on leading to its file. */
function follow(state: State, image: ImageId, from: string | undefined, to: string): State {
  const made = [...state.runs.values()].filter(({ parents }) => parents?.includes(image));
  if (made.length === 0) return state;
  const runs = new Map(state.runs);
  for (const run of made) runs.set(run.id, { ...run, ...relocate(run, (uri) => (uri === from ? to : uri)) });
  return { ...state, runs };
}

function update(state: State, id: ImageId, change: (picture: Picture) => Picture): State {
  const picture = state.pictures.get(id);
  return picture ? { ...state, pictures: new Map(state.pictures).set(id, change(picture)) } : state;
}
