/** A URI in its parts; `segments` are those of its path, decoded, and a Windows drive in lower case: `c:`. */
export interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly segments: readonly string[];
}

/** Reads a URI string, such as VS Code's `Uri.toString()`; undefined for what is none. */
export function readUri(uri: string): UriParts | undefined {
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/i.exec(uri);
  const [, scheme = '', authority = '', path = ''] = match ?? [];
  if (match === null) {
    return undefined;
  }
  const segments = path.split('/').slice(1).map(decodeSegment);
  const [drive = ''] = segments;
  // VS Code writes `c%3A`, others `C:`.
  const normal = /^[a-z]:$/i.test(drive) ? [drive.toLowerCase(), ...segments.slice(1)] : segments;
  return { scheme: scheme.toLowerCase(), authority: authority.toLowerCase(), segments: normal };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The segments that lead from a folder to what lies in it, both given as URI strings; undefined for what lies elsewhere. */
export function segmentsWithin(folder: string, uri: string): readonly string[] | undefined {
  const outer = readUri(folder);
  const inner = readUri(uri);
  if (outer === undefined || inner === undefined || outer.scheme !== inner.scheme || outer.authority !== inner.authority) {
    return undefined;
  }
  // A folder's URI may end in a slash.
  const base = outer.segments.at(-1) === '' ? outer.segments.slice(0, -1) : outer.segments;
  return base.every((segment, index) => segment === inner.segments[index]) ? inner.segments.slice(base.length) : undefined;
}

/**
 * The path of an image as seen from a document's folder, both given as URI strings (VS Code's `Uri.toString()`).
 * Decoded and with forward slashes; never with `./` in front. Where no relative path leads there (another scheme, host
 * or drive) it is the image's URI.
 */
export function relativePath(document: string, image: string): string {
  const from = readUri(document);
  const to = readUri(image);
  if (from === undefined || to === undefined || from.scheme !== to.scheme || from.authority !== to.authority) {
    return image;
  }
  const drives = [from, to].map(({ segments: [first = ''] }) => (/^[a-z]:$/.test(first) ? first : ''));
  if (drives[0] !== drives[1]) {
    return image;
  }
  const folder = from.segments.slice(0, -1);
  let shared = 0;
  while (shared < folder.length && shared < to.segments.length - 1 && folder[shared] === to.segments[shared]) {
    shared += 1;
  }
  return [...folder.slice(shared).map(() => '..'), ...to.segments.slice(shared)].join('/');
}
