/** A place in a document that is carried through its changes. Offsets are UTF-16 code units, as VS Code's. */
export interface Anchor {
  readonly start: number;
  readonly end: number;
  /** The anchored text; empty for a cursor. */
  readonly text: string;
  /** Some text in front of it and behind it, to find it again. */
  readonly before: string;
  readonly after: string;
}

/** A change of a document: `length` code units at `offset` of the text before the event became `text`. */
export interface Change {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Code units of context on each side. */
const CONTEXT = 80;
/** Below this many code units of matching context a cursor is not found again, nor is a text as short as that. */
const ENOUGH = 6;

/** Takes the range `start`…`end` of a document's text as an anchor; offsets outside the text are clamped. */
export function takeAnchor(documentText: string, start: number, end: number): Anchor {
  const from = Math.max(0, Math.min(start, end, documentText.length));
  const to = Math.min(documentText.length, Math.max(start, end, 0));
  return {
    start: from,
    end: to,
    text: documentText.slice(from, to),
    before: documentText.slice(Math.max(0, from - CONTEXT), from),
    after: documentText.slice(to, to + CONTEXT),
  };
}

/**
 * Carries an anchor through the changes of one event. Text inserted inside it grows it, at its edges does not.
 * Undefined when its text was deleted: the place is gone.
 *
 * All offsets of an event refer to the text before it (VS Code's `contentChanges`), in whatever order they come.
 */
export function moveAnchor(anchor: Anchor, changes: readonly Change[]): Anchor | undefined {
  let moved: Anchor | undefined = anchor;
  // From the end of the document to its start, so that no change shifts the offsets of the next.
  for (const change of changes.toSorted((one, other) => other.offset - one.offset)) {
    if (moved === undefined) {
      return undefined;
    }
    moved = moveThrough(moved, change);
  }
  return moved;
}

function moveThrough(anchor: Anchor, change: Change): Anchor | undefined {
  const { start, end } = anchor;
  const { offset, length, text } = change;
  const changeEnd = offset + length;
  const shift = text.length - length;
  if (offset >= end && (offset > start || length > 0)) {
    return withContext(anchor, start, end, change);
  }
  if (changeEnd <= start) {
    return withContext(anchor, start + shift, end + shift, change);
  }
  const whole = offset === start && changeEnd === end;
  if (offset <= start && changeEnd >= end && !(whole && text.trim() !== '')) {
    return findInReplacement(anchor, change);
  }
  if (offset >= start && changeEnd <= end) {
    return withContext(anchor, start, end + shift, change);
  }
  return offset < start
    ? withContext(anchor, offset + text.length, end + shift, change)
    : withContext(anchor, start, offset, change);
}

/**
 * Where an anchor whose text was deleted stands again, when a change puts the same text back: cut and pasted, or undone.
 * `documentText` is the text after the changes. Undefined when it does not, or when the text is too short to be sure.
 */
export function restoreAnchor(anchor: Anchor, changes: readonly Change[], documentText: string): Anchor | undefined {
  const returned = anchor.text.length < ENOUGH ? undefined : changes.find(({ text }) => text.includes(anchor.text));
  if (returned === undefined) {
    return undefined;
  }
  const shift = changes
    .filter(({ offset }) => offset < returned.offset)
    .reduce((sum, { length, text }) => sum + text.length - length, 0);
  const start = returned.offset + shift + returned.text.indexOf(anchor.text);
  return takeAnchor(documentText, start, start + anchor.text.length);
}

/** Formatters replace more than they change: the text may stand in the replacement. */
function findInReplacement(anchor: Anchor, change: Change): Anchor | undefined {
  if (anchor.text === '') {
    return undefined;
  }
  const expected = anchor.start - change.offset;
  let nearest = -1;
  for (let at = change.text.indexOf(anchor.text); at !== -1; at = change.text.indexOf(anchor.text, at + 1)) {
    if (nearest === -1 || Math.abs(at - expected) < Math.abs(nearest - expected)) {
      nearest = at;
    }
  }
  if (nearest === -1) {
    return undefined;
  }
  const start = change.offset + nearest;
  return withContext(anchor, start, start + anchor.text.length, change);
}

/** Applies the change to the piece of the document that the anchor knows, and takes the anchor from there. */
function withContext(anchor: Anchor, start: number, end: number, change: Change): Anchor {
  const known = anchor.before + anchor.text + anchor.after;
  const origin = anchor.start - anchor.before.length;
  const from = change.offset - origin;
  const to = from + change.length;
  if (from > known.length || to < 0) {
    return { ...anchor, start, end };
  }
  const text = known.slice(0, Math.max(0, from)) + change.text + known.slice(to);
  // The first known character: what the change swallowed in front of it is known no more.
  const first = Math.min(origin, change.offset);
  const moved = takeAnchor(text, start - first, end - first);
  return { ...moved, start, end };
}

/**
 * Finds an anchor in a document that was closed, reopened or changed unseen: at its place, else where its text occurs
 * once, else at the occurrence with the best matching context. Undefined when none is better than all others.
 */
export function findAnchor(documentText: string, anchor: Anchor): Anchor | undefined {
  const { start, end, text } = anchor;
  const take = (at: number): Anchor => takeAnchor(documentText, at, at + text.length);
  const inPlace = end <= documentText.length && documentText.slice(start, end) === text;
  if (text === '') {
    return inPlace && matchContext(documentText, start, anchor) === anchor.before.length + anchor.after.length
      ? take(start)
      : findCursor(documentText, anchor);
  }
  if (inPlace) {
    return take(start);
  }
  return pickBest(documentText, anchor, findAll(documentText, text), 1);
}

function findCursor(documentText: string, anchor: Anchor): Anchor | undefined {
  const tail = anchor.before.slice(-ENOUGH);
  const head = anchor.after.slice(0, ENOUGH);
  const places = new Set<number>();
  for (const at of tail === '' ? [] : findAll(documentText, tail)) {
    places.add(at + tail.length);
  }
  for (const at of head === '' ? [] : findAll(documentText, head)) {
    places.add(at);
  }
  const enough = Math.min(ENOUGH, anchor.before.length + anchor.after.length);
  return pickBest(documentText, anchor, places, enough);
}

/** The place whose context matches best, if it is the only one that does. A text that occurs once needs no context. */
function pickBest(documentText: string, anchor: Anchor, places: Iterable<number>, enough: number): Anchor | undefined {
  let best: number | undefined;
  let bestScore = -1;
  let tied = false;
  let count = 0;
  for (const at of places) {
    count += 1;
    const score = matchContext(documentText, at, anchor);
    tied = score === bestScore || (score < bestScore && tied);
    if (score > bestScore) {
      best = at;
      bestScore = score;
    }
  }
  if (best === undefined || tied || (bestScore < enough && (anchor.text === '' || count > 1))) {
    return undefined;
  }
  return takeAnchor(documentText, best, best + anchor.text.length);
}

function* findAll(documentText: string, text: string): Iterable<number> {
  for (let at = documentText.indexOf(text); at !== -1; at = documentText.indexOf(text, at + 1)) {
    yield at;
  }
}

/** How many code units around `at` are those the anchor remembers. */
function matchContext(documentText: string, at: number, anchor: Anchor): number {
  const { before, after, text } = anchor;
  let score = 0;
  for (let step = 1; step <= before.length && documentText[at - step] === before[before.length - step]; step += 1) {
    score += 1;
  }
  const behind = at + text.length;
  for (let step = 0; step < after.length && documentText[behind + step] === after[step]; step += 1) {
    score += 1;
  }
  return score;
}
