import type { ListItem, Nodes } from 'mdast';
import type { PlacedDocument, TextRange } from '../../core/place.ts';
import { findLanguage } from '../../core/syntax.ts';
import { parseMarkdown, rangeOf, takeWindow } from './blocks.ts';

/**
 * The list items of Markdown that a selection touches, each as far as its own text goes: without its marker, and without
 * the lists in it, whose items stand for themselves. None in other languages.
 */
export async function findListItems({ text, languageId }: PlacedDocument, range: TextRange): Promise<readonly TextRange[]> {
  if (findLanguage(languageId)?.family !== 'markdown') return [];
  const window = takeWindow(text, range);
  const root = await parseMarkdown(text.slice(window.start, window.end), { continues: window.start > 0 });
  return itemsOf(root)
    .flatMap((item) => textOf(item) ?? [])
    .map(({ start, end }) => ({ start: afterBox(text, start + window.start), end: end + window.start }))
    .filter(({ start, end }) => start < range.end && range.start < end);
}

/** A task's box is no part of what it says. */
function afterBox(text: string, start: number): number {
  return start + (/^\[[ xX]\][ \t]+/.exec(text.slice(start, start + 20))?.[0].length ?? 0);
}

function itemsOf(node: Nodes): readonly ListItem[] {
  const own = node.type === 'listItem' ? [node] : [];
  return 'children' in node ? [...own, ...node.children.flatMap(itemsOf)] : own;
}

function textOf({ children }: ListItem): TextRange | undefined {
  const own = children.filter(({ type }) => type === 'paragraph' || type === 'heading');
  const [first] = own;
  const last = own.at(-1);
  return first && last && { start: rangeOf(first).start, end: rangeOf(last).end };
}
