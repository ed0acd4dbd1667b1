import { assertNever } from './failure.ts';
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
  /** Its file is not there any more. */
  | { readonly kind: 'gone'; readonly image: ImageId }
  | { readonly kind: 'selected'; readonly image: ImageId | undefined };

/** The next state. An event about an unknown picture changes nothing. */
export function reducePicture(state: State, event: PictureEvent): State {
  switch (event.kind) {
    case 'picture': {
      const picture = state.pictures.get(event.image);
      if (!picture) return state;
      const next = {
        ...picture,
        state: event.state,
        uri: event.uri ?? picture.uri,
        name: event.name ?? picture.name,
        ...event.file,
      };
      return { ...state, pictures: new Map(state.pictures).set(picture.id, next) };
    }
    case 'starred': {
      const picture = state.pictures.get(event.image);
      if (!picture) return state;
      const { starred: _, ...rest } = picture;
      return { ...state, pictures: new Map(state.pictures).set(picture.id, event.on ? { ...rest, starred: true } : rest) };
    }
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
