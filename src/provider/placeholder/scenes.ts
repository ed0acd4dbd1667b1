import { type Color, hex } from './color.ts';

/** What a scene is made from. `width` × `height` in px; `unit` is the shorter edge. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  /** The two ends of the palette, in degrees. */
  readonly hues: readonly [number, number];
  /** The next number of the picture's own sequence, from 0 to below 1. */
  random(): number;
}

/** A full-bleed background as SVG markup. It keeps its brightest parts out of the lower left, where the title stands. */
export type Scene = (canvas: Canvas) => string;

/** Layered ridges under a low sun. */
const ridges: Scene = (canvas) => {
  const { width, height, unit } = canvas;
  const layers = 6;
  const sun = { x: between(canvas, 0.5, 0.82) * width, y: between(canvas, 0.31, 0.37) * height, r: 0.13 * unit };
  const sky = linearGradient('sky', 90, [
    [0, tone(canvas, 0, 0.36, 0.11)],
    [0.45, tone(canvas, 0.5, 0.62, 0.14)],
    [0.75, tone(canvas, 1, 0.88, 0.09)],
  ]);
  const bands = Array.from({ length: layers }, (_, layer) => {
    const depth = layer / (layers - 1);
    const base = height * (0.44 + 0.44 * depth);
    const sway = unit * (0.05 + 0.05 * depth);
    const [long, short] = [unit * between(canvas, 0.9, 1.5), unit * between(canvas, 0.34, 0.5)];
    const [first, second] = [between(canvas, 0, 7), between(canvas, 0, 7)];
    const steps = Math.ceil((width / unit) * 40);
    const points = Array.from({ length: steps + 1 }, (_, step) => {
      const x = (width * step) / steps;
      const y = base - sway * Math.sin((x / long) * 6.28 + first) - 0.28 * sway * Math.sin((x / short) * 6.28 + second);
      return `${round(x)} ${round(y)}`;
    });
    // Down to behind the next band only: what is covered anyway costs time.
    const foot = layer === layers - 1 ? height : Math.min(height, base + 0.088 * height + 0.3 * unit);
    const light = 0.72 - 0.44 * depth;
    const fill = linearGradient(`band${layer}`, 90, [
      [0, tone(canvas, 1 - 0.9 * depth, light + 0.05, 0.12)],
      [1, tone(canvas, 1 - 0.9 * depth, light - 0.1, 0.1)],
    ]);
    return `${fill}<path d="M0 ${round(foot)}L${points.join('L')}L${round(width)} ${round(foot)}Z" fill="url(#band${layer})"/>`;
  });
  return `${sky}${cover(canvas, 'url(#sky)')}${glow(canvas, 'halo', sun.x, sun.y, 0.75 * unit, tone(canvas, 1, 0.95, 0.06), 0.75)}
    ${circle(sun.x, sun.y, sun.r, hex(tone(canvas, 1, 0.97, 0.05)))}${bands.join('')}`;
};

/** Rings around a sphere, with smaller ones on them. */
const orbits: Scene = (canvas) => {
  const { width, height, unit } = canvas;
  const x = between(canvas, 0.58, 0.72) * width;
  const y = between(canvas, 0.34, 0.42) * height;
  const reach = Math.hypot(width, height);
  const space = 0.125 * unit;
  const rings = Array.from({ length: Math.min(24, Math.ceil(reach / space)) }, (_, index) => {
    const r = 0.22 * unit + index * space * (1 + 0.05 * index);
    const angle = between(canvas, 0, 6.28);
    const size = unit * between(canvas, 0.014, 0.042);
    const color = tone(canvas, canvas.random(), between(canvas, 0.74, 0.92), 0.12);
    const line = `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="none" stroke="${hex(tone(canvas, 1, 0.9, 0.06))}" stroke-opacity="${round(0.5 / (1 + 0.22 * index))}" stroke-width="${round(unit * 0.0032)}"/>`;
    return line + circle(x + r * Math.cos(angle), y + r * Math.sin(angle), size, hex(color));
  });
  const night = radialGradient('night', x, y, reach * 0.75, [
    [0, tone(canvas, 1, 0.55, 0.16)],
    [0.4, tone(canvas, 0.35, 0.36, 0.13)],
    [1, tone(canvas, 0, 0.2, 0.07)],
  ]);
  const sphere = radialGradient('sphere', x - 0.06 * unit, y - 0.07 * unit, 0.25 * unit, [
    [0, tone(canvas, 1, 0.97, 0.05)],
    [0.55, tone(canvas, 1, 0.82, 0.14)],
    [1, tone(canvas, 0.5, 0.6, 0.17)],
  ]);
  return `${night}${sphere}${cover(canvas, 'url(#night)')}${rings.join('')}${circle(x, y, 0.16 * unit, 'url(#sphere)')}`;
};

/** Large panes of coloured glass, one over the other. */
const panes: Scene = (canvas) => {
  const { width, height, unit } = canvas;
  const count = Math.min(18, Math.round(6 + 2 * (Math.max(width, height) / unit)));
  const discs = Array.from({ length: count }, (_, index) => {
    const along = (index + canvas.random()) / count;
    const cross = between(canvas, 0.02, 0.72);
    const x = (width >= height ? along : between(canvas, 0.1, 1)) * width;
    const y = (width >= height ? cross : along * 0.8) * height;
    const r = unit * between(canvas, 0.18, 0.42);
    const part = canvas.random();
    const glass = linearGradient(`glass${index}`, between(canvas, 20, 160), [
      [0, tone(canvas, part, 0.86, 0.13)],
      [1, tone(canvas, part, 0.55, 0.18), 0.06],
    ]);
    return `${glass}<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="url(#glass${index})" fill-opacity="0.72"/>`;
  });
  const ground = linearGradient('ground', 55, [
    [0, tone(canvas, 0, 0.5, 0.16)],
    [0.55, tone(canvas, 0.5, 0.4, 0.14)],
    [1, tone(canvas, 1, 0.27, 0.09)],
  ]);
  return ground + cover(canvas, 'url(#ground)') + discs.join('');
};

/** A quilt of quarter circles, discs and arches. */
const quilt: Scene = (canvas) => {
  const { width, height, unit } = canvas;
  const columns = Math.max(1, Math.round((width / unit) * 4));
  const rows = Math.max(1, Math.round((height / unit) * 4));
  const palette = [
    tone(canvas, 0, 0.3, 0.1),
    tone(canvas, 0, 0.46, 0.16),
    tone(canvas, 0.5, 0.64, 0.15),
    tone(canvas, 1, 0.76, 0.14),
    tone(canvas, 1, 0.92, 0.05),
  ].map(hex);
  const pick = (range: number): number => Math.floor(canvas.random() * range);
  const tiles = Array.from({ length: columns * rows }, (_, index) => {
    const back = pick(palette.length);
    const front = (back + 1 + pick(palette.length - 1)) % palette.length;
    const dot = (back + 2 + pick(palette.length - 2)) % palette.length;
    const motif = [
      'M0 0H1A1 1 0 0 1 0 1Z',
      'M0 .5A.5 .5 0 0 1 1 .5V1H0Z',
      'M0 0A.5 .5 0 0 0 1 0Z M0 .5A.5 .5 0 0 0 1 .5Z',
      'M.5 0A.5 .5 0 0 1 .5 1A.5 .5 0 0 1 .5 0Z',
      'M0 0A1 1 0 0 1 1 1H.62A.62 .62 0 0 0 0 .38Z',
      'M0 0L1 1H0Z',
    ][pick(6)];
    // On whole pixels, or the edges of two tiles let the background shine through.
    const edge = (length: number, part: number, parts: number): number => Math.round((length * part) / parts);
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const [left, top] = [edge(width, column, columns), edge(height, row, rows)];
    const [wide, high] = [edge(width, column + 1, columns) - left, edge(height, row + 1, rows) - top];
    const place = `translate(${left} ${top}) scale(${wide} ${high}) rotate(${90 * pick(4)} .5 .5)`;
    const extra = pick(4) === 0 ? circle(0.5, 0.5, 0.17, palette[dot] ?? '') : '';
    return `<g transform="${place}"><path d="M0 0H1V1H0Z" fill="${palette[back]}"/><path d="${motif}" fill="${palette[front]}"/>${extra}</g>`;
  });
  return cover(canvas, palette[1] ?? '') + tiles.join('');
};

/** Broad ribbons that sweep across. */
const ribbons: Scene = (canvas) => {
  const { width, height, unit } = canvas;
  const count = 11;
  const [lift, bend] = [between(canvas, 0.25, 0.5), between(canvas, 0.25, 0.55)];
  const fall = canvas.random() < 0.5 ? 1 : -1;
  const strands = Array.from({ length: count }, (_, index) => {
    const part = index / (count - 1);
    const y = height * (1.05 - part) + unit * (0.2 - 0.4 * part);
    const shift = fall * unit * lift;
    const dip = unit * bend * (0.6 + 0.8 * part);
    const light = 0.3 + 0.5 * Math.sin(part * 2.6) ** 2;
    const strand = linearGradient(`strand${index}`, 0, [
      [0, tone(canvas, part, light, 0.14)],
      [0.6, tone(canvas, 1 - part, light + 0.1, 0.15)],
      [1, tone(canvas, 1 - part, light - 0.06, 0.14)],
    ]);
    const step = height / count + unit * 0.06;
    const edge = (dy: number) => `${round(width * 0.35)} ${round(y - dip + dy)} ${round(width * 0.6)} ${round(y + dip + dy)}`;
    return `${strand}<path d="M${round(-0.05 * width)} ${round(y + shift)}C${edge(0)} ${round(1.05 * width)} ${round(y - shift)}V${round(y - shift + step + height)}H${round(-0.05 * width)}Z" fill="url(#strand${index})"/>`;
  });
  return cover(canvas, hex(tone(canvas, 1, 0.9, 0.06))) + strands.reverse().join('');
};

export const SCENES: readonly Scene[] = [ridges, orbits, panes, quilt, ribbons];

type Stop = readonly [offset: number, color: Color, opacity?: number];

/** Along `degrees` over its shape's box; 0 is to the right, 90 is down. */
function linearGradient(id: string, degrees: number, stops: readonly Stop[]): string {
  const [x, y] = [Math.cos((degrees * Math.PI) / 180) / 2, Math.sin((degrees * Math.PI) / 180) / 2];
  return `<linearGradient id="${id}" x1="${round(0.5 - x)}" y1="${round(0.5 - y)}" x2="${round(0.5 + x)}" y2="${round(0.5 + y)}">${stopsOf(stops)}</linearGradient>`;
}

function radialGradient(id: string, x: number, y: number, r: number, stops: readonly Stop[]): string {
  return `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${round(x)}" cy="${round(y)}" r="${round(r)}">${stopsOf(stops)}</radialGradient>`;
}

function stopsOf(stops: readonly Stop[]): string {
  return stops
    .map(([offset, color, opacity = 1]) => `<stop offset="${offset}" stop-color="${hex(color)}" stop-opacity="${opacity}"/>`)
    .join('');
}

function glow(canvas: Canvas, id: string, x: number, y: number, r: number, color: Color, opacity: number): string {
  const stops: Stop[] = [
    [0, color, opacity],
    [0.4, color, opacity * 0.35],
    [1, color, 0],
  ];
  return radialGradient(id, x, y, r, stops) + cover(canvas, `url(#${id})`);
}

function cover({ width, height }: Canvas, fill: string): string {
  return `<rect width="${width}" height="${height}" fill="${fill}"/>`;
}

function circle(x: number, y: number, r: number, fill: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="${fill}"/>`;
}

/** A colour between the two ends of the palette. */
function tone({ hues: [from, to] }: Canvas, part: number, lightness: number, chroma: number): Color {
  return { lightness, chroma, hue: from + (to - from) * part };
}

function between({ random }: Canvas, from: number, to: number): number {
  return from + (to - from) * random();
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
