/** A colour of OKLCH: lightness 0–1, chroma 0–0.4, hue in degrees. Equal lightness looks equally light at every hue. */
export interface Color {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

/**
 * `#rrggbb`. A colour that a screen cannot show loses chroma until it can.
 * Source of the matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
 */
export function hex({ lightness, chroma, hue }: Color): string {
  const angle = (hue * Math.PI) / 180;
  for (let saturation = chroma; ; saturation -= 0.01) {
    const channels = linear(lightness, Math.max(saturation, 0) * Math.cos(angle), Math.max(saturation, 0) * Math.sin(angle));
    if (saturation <= 0 || channels.every((channel) => channel >= 0 && channel <= 1)) {
      return `#${channels.map((channel) => byte(channel).toString(16).padStart(2, '0')).join('')}`;
    }
  }
}

function linear(lightness: number, a: number, b: number): readonly number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function byte(channel: number): number {
  const clamped = Math.min(1, Math.max(0, channel));
  return Math.round(255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055));
}

/** The same numbers for the same text, each from 0 to below 1. FNV-1a into mulberry32. */
export function randomFrom(text: string): () => number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
