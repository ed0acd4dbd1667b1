import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import type { PageState } from '../../core/protocol.ts';
import { menuContext } from '../actions/actions.ts';
import { focusOn } from '../focus.ts';
import { Comparing } from './compare/comparing.tsx';
import { compareWith } from './kept.ts';
import { changeLook, closeLook, lookAt, lookedAt, useLooked } from './opened.ts';
import { othersOf, type Place, placesOf } from './places.ts';
import { Single } from './single.tsx';

/** What is looked at closely, as far as it is there; `at` counts from 0. */
export interface Looking {
  readonly places: readonly Place[];
  readonly place: Place;
  readonly at: number;
}

/** The picture that fills the panel. One that is discarded gives its place to its neighbour. */
export function useLooking(state: PageState): Looking | undefined {
  const looked = useLooked();
  const places = placesOf(state);
  const last = useRef<{ readonly at: number; readonly image: string } | undefined>(undefined);
  const found = looked ? places.findIndex(({ picture }) => picture.id === looked.image) : -1;
  // After a reload the pictures come some time after the page.
  const at = looked && found < 0 && last.current ? Math.min(last.current.at, places.length - 1) : found;
  const place = places[at];
  const shown = looked && place?.picture.id;
  useLayoutEffect(() => {
    if (looked && last.current && shown === undefined) closeLook();
    else if (looked && shown !== undefined && shown !== looked.image) lookAt({ image: shown });
    // The focus goes back to the tile, unless something else has it by now.
    if (!looked && last.current && (document.activeElement ?? document.body) === document.body) {
      const { image } = last.current;
      focusOn(places.some(({ picture }) => picture.id === image) ? image : 'prompt');
    }
    last.current = shown === undefined ? undefined : { at, image: shown };
  });
  return looked && place && { places, place, at };
}

interface LookProps {
  readonly looking: Looking;
  readonly trusted: boolean;
}

/** A picture closely: it fills the panel, and Escape leads back to its tile. */
export function Look({ looking: { places, place, at }, trusted }: LookProps) {
  const [said, say] = useState('');
  // The first is read out by the focus.
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) say(l10n.t('{0} of {1}: {2}', at + 1, places.length, isolate(place.picture.name)));
    first.current = false;
  }, [place.picture.id]);
  const others = othersOf(place, places);
  const [nearest] = others;
  const compare = lookedAt()?.compare;
  const other = compare && (others.find(({ key }) => key === compare.other) ?? nearest);
  return (
    <section
      class="look"
      data-image={place.picture.id}
      data-vscode-context={menuContext(place.picture)}
      aria-labelledby="look-title"
    >
      {compare && other ? (
        <Comparing place={place} others={others} other={other} comparison={compare} />
      ) : (
        <Single
          places={places}
          place={place}
          at={at}
          trusted={trusted}
          onGo={(next) => lookAt({ image: next.picture.id })}
          onCompare={nearest && (() => changeLook((looked) => ({ ...looked, compare: compareWith(nearest.key) })))}
          onClose={closeLook}
        />
      )}
      <p class="visually-hidden" role="status">
        {said}
      </p>
    </section>
  );
}
