import * as v from 'valibot';
import { type EntryProblem, readNamedList } from './namedList.ts';
import { parseRatio } from './ratio.ts';
import { parseSize } from './size.ts';
import type { Options } from './task.ts';

/** What a style puts around a prompt. */
export interface StyleTexts {
  readonly prefix: string;
  readonly suffix: string;
}

/** A look that is used again and again, as `easel.styles` has it. */
export interface Style extends StyleTexts {
  readonly name: string;
  readonly size?: string;
  readonly background?: string;
  /** Pictures that are sent along: paths from the workspace folder. */
  readonly references: readonly string[];
}

/** What is remembered of the style of a run; its options and pictures are the run's. */
export type StyleRecord = StyleTexts & Pick<Style, 'name'>;

/** The pictures that a style may have. */
export const MOST_STYLE_REFERENCES = 16;

const isSize = (size: string) => size === 'auto' || parseSize(size) !== undefined || parseRatio(size) !== undefined;
const StyleSetting = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
  prefix: v.optional(v.string(), ''),
  suffix: v.optional(v.string(), ''),
  size: v.exactOptional(v.pipe(v.string(), v.trim(), v.check(isSize))),
  background: v.exactOptional(v.picklist(['auto', 'opaque', 'transparent'])),
  references: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.maxLength(MOST_STYLE_REFERENCES)), []),
});

/** Reads the setting: what can be used, and what cannot. */
export function readStyles(setting: readonly unknown[]): {
  readonly styles: readonly Style[];
  readonly problems: readonly EntryProblem[];
} {
  const { entries, problems } = readNamedList(setting, StyleSetting);
  return { styles: entries, problems };
}

/** The options that a style asks for. */
export function optionsOfStyle({ size, background }: Pick<Style, 'size' | 'background'>): Partial<Options> {
  return { ...(size !== undefined && { size }), ...(background !== undefined && { background }) };
}

/** A prompt with the style around it: the whole text that is sent. */
export function styledPrompt(prompt: string, { prefix, suffix }: StyleTexts): string {
  const [before, after] = [prefix.trim(), suffix.trim()];
  const front = before === '' ? prompt : `${before} ${prompt}`;
  if (after === '') return front;
  // `, soft light` goes on with the sentence.
  return /^[,;.:!?)、。，]/.test(after) ? `${front.trimEnd()}${after}` : `${front} ${after}`;
}
