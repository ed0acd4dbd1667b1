/** A part of a row, in px: from `low` to `high`. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** A straight piece of a stroke. */
export interface Segment {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

const EVERYTHING: Span = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/**
 * Where all points within `radius` of a segment lie on the row at `y`. They are a convex shape, two discs and what is
 * between them, so one span is all of it.
 */
export function capsuleSpan(segment: Segment, radius: number, y: number): Span | undefined {
  const { fromX, fromY, toX, toY } = segment;
  const first = discSpan(fromX, fromY, radius, y);
  const length = Math.hypot(toX - fromX, toY - fromY);
  if (length === 0) return first;
  return join(join(first, discSpan(toX, toY, radius, y)), bodySpan(segment, length, radius, y));
}

function discSpan(x: number, y: number, radius: number, row: number): Span | undefined {
  const square = radius * radius - (row - y) * (row - y);
  if (square < 0) return undefined;
  const half = Math.sqrt(square);
  return { low: x - half, high: x + half };
}

/** The rectangle between the discs: so far along the segment, and so far beside it. */
function bodySpan({ fromX, fromY, toX, toY }: Segment, length: number, radius: number, y: number): Span | undefined {
  const alongX = (toX - fromX) / length;
  const alongY = (toY - fromY) / length;
  const height = y - fromY;
  const along = between(alongX, -height * alongY, length - height * alongY);
  const beside = between(-alongY, -radius - height * alongX, radius - height * alongX);
  if (!along || !beside) return undefined;
  const low = fromX + Math.max(along.low, beside.low);
  const high = fromX + Math.min(along.high, beside.high);
  return low <= high ? { low, high } : undefined;
}

/** Every x with low ≤ factor · x ≤ high. */
function between(factor: number, low: number, high: number): Span | undefined {
  if (Math.abs(factor) < 1e-12) return low <= 0 && high >= 0 ? EVERYTHING : undefined;
  return factor > 0 ? { low: low / factor, high: high / factor } : { low: high / factor, high: low / factor };
}

function join(one: Span | undefined, other: Span | undefined): Span | undefined {
  if (!one || !other) return one ?? other;
  return { low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) };
}

/** The distance from a point to a segment. */
export function distanceTo({ fromX, fromY, toX, toY }: Segment, x: number, y: number): number {
  const acrossX = toX - fromX;
  const acrossY = toY - fromY;
  const square = acrossX * acrossX + acrossY * acrossY;
  const part = square === 0 ? 0 : ((x - fromX) * acrossX + (y - fromY) * acrossY) / square;
  const at = part < 0 ? 0 : part > 1 ? 1 : part;
  const offX = x - fromX - at * acrossX;
  const offY = y - fromY - at * acrossY;
  // `Math.hypot` guards against overflow, and takes several times as long.
  return Math.sqrt(offX * offX + offY * offY);
}

/** Where rows cross a closed outline: for every row the x, and whether the outline goes down (1) or up (-1) there. */
export type Crossings = ReadonlyMap<number, readonly { readonly x: number; readonly turn: number }[]>;

/**
 * Where the rows from `first` on, each at `rowY(row)`, cross the closed outline through `points` (x, y, x, y …).
 * `rowOf` is the first row at or below a y.
 */
export function crossingsOf(
  points: readonly number[],
  rows: { readonly first: number; readonly end: number },
  rowOf: (y: number) => number,
  rowY: (row: number) => number,
): Crossings {
  const crossings = new Map<number, { x: number; turn: number }[]>();
  for (let index = 0; index < points.length; index += 2) {
    const next = (index + 2) % points.length;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [points[index], points[index + 1], points[next], points[next + 1]];
    const end = Math.min(rows.end, rowOf(Math.max(y0, y1)));
    for (let row = Math.max(rows.first, rowOf(Math.min(y0, y1))); row < end; row++) {
      const crossing = { x: x0 + ((rowY(row) - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 };
      const list = crossings.get(row);
      if (list) list.push(crossing);
      else crossings.set(row, [crossing]);
    }
  }
  return crossings;
}

/** The spans inside an outline, whichever way it turns: what it goes around twice is inside too. */
export function insideSpans(crossings: Crossings, row: number): readonly Span[] {
  const list = [...(crossings.get(row) ?? [])].sort((one, other) => one.x - other.x);
  const spans: Span[] = [];
  let turns = 0;
  list.forEach(({ x, turn }, index) => {
    turns += turn;
    const next = list[index + 1];
    if (turns !== 0 && next) spans.push({ low: x, high: next.x });
  });
  return spans;
}
