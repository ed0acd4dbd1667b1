/** A language that nobody speaks: every text of the bundle is marked, so that one without marks was left out of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { firstWords } from '../../src/core/prompt.ts';
import { root } from './host/install.ts';

const Bundle = v.record(
  v.string(),
  v.union([
    v.string(),
    v.pipe(
      v.object({ message: v.string() }),
      v.transform(({ message }) => message),
    ),
  ]),
);
/** Names, file types and keys, which are the same in every language. */
const SAME_EVERYWHERE = ['Easel', 'PNG', 'JPEG', 'WebP', 'Ctrl', 'Shift', 'Enter', 'Esc', 'Del'];
/** Characters of a prompt that a button is named by. */
const LONGEST_NAME = 60;
/** Of a state: nobody reads them. */
const UNSEEN = ['id', 'call', 'src', 'image', 'step', 'leads'];
const VOWELS: Readonly<Record<string, string>> = {
  a: 'áá',
  e: 'éé',
  i: 'íí',
  o: 'óó',
  u: 'úú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

/** The bundle of translations, in which each text is `⟦íín súúch vóówééls⟧`; its placeholders `{0}` are as they were. */
export async function pseudoLabels(): Promise<Readonly<Record<string, string>>> {
  const bundle = v.parse(Bundle, JSON.parse(await readFile(join(root, 'l10n/bundle.l10n.json'), 'utf8')));
  return Object.fromEntries(Object.entries(bundle).map(([key, text]) => [key, mark(text)]));
}

/** `Remove {0}` → `⟦Réémóóvéé {0}⟧` */
export function mark(text: string): string {
  return `⟦${text.replace(/[aeiou]/gi, (vowel) => VOWELS[vowel] ?? vowel)}⟧`;
}

/** Every string in a value that a person can see: what came from the host is data, and in no bundle of the page. */
export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (UNSEEN.includes(key) ? [] : stringsIn(part)));
}

/** What of a text is neither marked nor data: words that no translator has seen; "" where all is well. */
export function unmarked(text: string, data: readonly string[]): string {
  let rest = text.replaceAll(/\s+/g, ' ').trim();
  // A long one may be shown in part.
  if (rest.length > 20 && data.some((one) => one.includes(rest.replace(/…$/, '')))) return '';
  const known = [...SAME_EVERYWHERE, ...data, ...data.map((one) => firstWords(one, LONGEST_NAME))];
  for (const one of known.toSorted((a, b) => b.length - a.length)) rest = withoutWord(rest, one);
  // In the marks stands, too, what was put into the text, which may be marked itself; each vowel of its own tells that it is.
  const inside: string[] = [];
  while (/⟦[^⟦⟧]*⟧/.test(rest)) {
    rest = rest.replaceAll(/⟦([^⟦⟧]*)⟧/g, (_, own: string) => {
      inside.push(...words(own).filter((word) => /[aeiou]/i.test(word)));
      return '\0';
    });
  }
  return [...inside, ...words(rest)].join(' ');
}

/** Only where it stands for itself: an `id` is not a part of `idea`. */
function withoutWord(text: string, word: string): string {
  const escaped = word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), '\0');
}

function words(text: string): readonly string[] {
  return text.match(/\p{L}{2,}/gu) ?? [];
}
