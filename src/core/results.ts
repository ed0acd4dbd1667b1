import { type Picture, picturesOf, type State } from './session.ts';

/**
 * The other results of the same request that nobody has chosen: neither inserted nor starred. "Keep Only This" discards them.
 */
export function otherResults(state: State, picture: Picture): readonly Picture[] {
  return picturesOf(state, picture.run).filter(
    (other) => other.id !== picture.id && other.state === 'kept' && other.starred === undefined,
  );
}
