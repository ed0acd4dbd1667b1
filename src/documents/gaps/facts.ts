import type { Element } from '../html/nodes.ts';
import { attributeOf } from './attribute.ts';
import type { Candidate } from './srcset.ts';

/** A `<picture>` and the `<img>` that shows it. */
export interface Picture {
  readonly element: Element;
  readonly image: Element | undefined;
}

/** What an element says about the image it shows. */
export interface Facts {
  readonly alt?: string;
  /** px */
  readonly width?: number;
  /** px */
  readonly height?: number;
}

export function readPicture(element: Element): Picture {
  return { element, image: element.childNodes.find((node): node is Element => 'tagName' in node && node.tagName === 'img') };
}

/**
 * The alt text and the size of an image's file: the element's, and for a `<source>` that says nothing those of its picture.
 * A candidate's `2x` or `480w` makes it larger than its place in the layout.
 */
export function factsOf(element: Element, candidate?: Candidate, picture?: Picture): Facts {
  const shown = (picture?.element === element.parentNode ? picture?.image : undefined) ?? element;
  const isSized = attributeOf(element, 'width') !== '' || attributeOf(element, 'height') !== '';
  const sized = isSized ? element : shown;
  const [width, height] = [readPixels(attributeOf(sized, 'width')), readPixels(attributeOf(sized, 'height'))];
  const density = candidate?.density ?? 1;
  const scale = candidate?.width === undefined || width === undefined ? density : candidate.width / width;
  const alt = shown.attrs.find((one) => one.name === 'alt')?.value;
  return {
    ...(alt === undefined ? {} : { alt }),
    ...(width === undefined ? {} : { width: Math.round(width * scale) }),
    ...(height === undefined ? {} : { height: Math.round(height * scale) }),
  };
}

/** Undefined for per cent and keywords. */
function readPixels(written: string): number | undefined {
  const digits = /^\s*(\d{1,5})(?:px)?\s*$/.exec(written)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}
