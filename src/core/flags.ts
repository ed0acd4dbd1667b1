import { parseRatio } from './ratio.ts';
import { formatSize, parseSize } from './size.ts';
import type { Options } from './task.ts';

/** A flag at the end of a prompt, which says an option of the request. */
export interface Flag {
  /** As it was written: `--16:9`. */
  readonly text: string;
  readonly option: FlagOption;
  /** The option's value as a setting has it; a ratio is a size. */
  readonly value: string;
}

/** What flags can say. */
export type FlagOption = 'size' | 'count' | 'background' | 'quality';

/** A prompt and the flags at its end, in the order in which they stand there. */
export interface FlaggedPrompt {
  readonly prompt: string;
  readonly flags: readonly Flag[];
}

const QUALITIES = ['low', 'medium', 'high'];
const BACKGROUNDS = ['transparent', 'opaque'];

/** Many editors make one dash of two. */
const FLAG = /^(?:--|—)([^—-].*)$/s;

/**
 * Reads the flags that end a text, in any order: `--16:9`, `--1536x1024`, `--x3`, `--transparent`, `--opaque`, `--low`,
 * `--medium`, `--high`. What stands before one that is not known is prompt, and so is everything else: no text is lost.
 */
export function readFlags(text: string): FlaggedPrompt {
  const flags: Flag[] = [];
  for (let end = text.trimEnd().length; ; ) {
    let start = end;
    while (start > 0 && /\S/.test(text.charAt(start - 1))) start -= 1;
    const word = text.slice(start, end);
    const flag = flagOf(word, FLAG.exec(word)?.[1]?.toLowerCase() ?? '');
    if (!flag) return { prompt: flags.length > 0 ? text.slice(0, end) : text, flags: flags.reverse() };
    flags.push(flag);
    end = text.slice(0, start).trimEnd().length;
  }
}

/** The flags that count: of several about the same option the last. */
export function effectiveFlags(flags: readonly Flag[]): readonly Flag[] {
  const last = new Map(flags.map((flag) => [flag.option, flag]));
  return flags.filter((flag) => last.get(flag.option) === flag);
}

/** What flags say, as options. */
export function optionsOf(flags: readonly Flag[]): Partial<Options> {
  const options: Record<string, string | number> = {};
  for (const { option, value } of flags) options[option] = option === 'count' ? Number(value) : value;
  return options;
}

/**
 * A prompt without its flags, which became options: they stand above what the settings and a form say. The size of what is made
 * from a picture follows that, whatever they say.
 */
export function takeFlags<T extends { readonly prompt: string; readonly options: Partial<Options> }>(wish: T): T {
  const { prompt, flags } = readFlags(wish.prompt);
  return flags.length === 0 ? wish : { ...wish, prompt, options: { ...wish.options, ...optionsOf(flags) } };
}

/** A prompt with flags at its end, as {@link readFlags} reads them. */
export function withFlags(prompt: string, flags: readonly Flag[]): string {
  return [prompt, ...flags.map(({ text }) => text)].filter((part) => part !== '').join(' ');
}

/** A text without the flags at its end that say an option; what else stands there stays as it is. */
export function withoutFlags(text: string, option: FlagOption): string {
  const { prompt, flags } = readFlags(text);
  const left = flags.filter((flag) => flag.option !== option);
  return left.length === flags.length ? text : withFlags(prompt, left);
}

function flagOf(text: string, name: string): Flag | undefined {
  if (QUALITIES.includes(name)) return { text, option: 'quality', value: name };
  if (BACKGROUNDS.includes(name)) return { text, option: 'background', value: name };
  const count = /^[x×]([1-9]|10)$/.exec(name)?.[1];
  if (count !== undefined) return { text, option: 'count', value: count };
  const ratio = /^\d+:\d+$/.test(name) ? parseRatio(name) : undefined;
  if (ratio) return { text, option: 'size', value: `${ratio.width}:${ratio.height}` };
  // A side of one digit is no size that anybody asks for.
  const size = /^\d{2,5}[x×*]\d{2,5}$/.test(name) ? parseSize(name) : undefined;
  return size && { text, option: 'size', value: formatSize(size) };
}
