import type { DefaultTreeAdapterTypes, Token } from 'parse5';
import type { TextRange } from '../../core/place.ts';
import { holds } from '../lines.ts';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;
export type Parent = DefaultTreeAdapterTypes.ParentNode;

/** Parses a document or a piece of one; every node has its offsets. `scripting`: what `<noscript>` holds is text. */
export async function parseHtml(text: string, scripting = true): Promise<Parent> {
  const { parse, parseFragment } = await import('parse5');
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: scripting };
  return /<(?:html|body|head|!doctype)\b/i.test(text) ? parse(text, options) : parseFragment(text, options);
}

export function childrenOf(node: Node | Parent): readonly Node[] {
  if ('content' in node) {
    return node.content.childNodes;
  }
  return 'childNodes' in node ? node.childNodes : [];
}

export function* walk(root: Parent): Iterable<Node> {
  const open: Node[] = childrenOf(root).toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    // One by one: a call takes no hundred thousand arguments.
    for (const child of childrenOf(node).toReversed()) {
      open.push(child);
    }
  }
}

export function rangeOf(node: Node): TextRange | undefined {
  const location: Token.Location | null | undefined = node.sourceCodeLocation;
  return location ? { start: location.startOffset, end: location.endOffset } : undefined;
}

/** The nodes around an offset, the outermost first. Elements the parser made up have no place and are passed through. */
export function findChain(root: Parent, offset: number, cursor: boolean): Node[] {
  const chain: Node[] = [];
  let within: readonly Node[] = childrenOf(root);
  for (;;) {
    const node = within.find((child) => holdsOffset(child, offset, cursor));
    if (node === undefined) {
      return chain;
    }
    if (rangeOf(node) !== undefined) {
      chain.push(node);
    }
    within = childrenOf(node);
  }
}

export function holdsOffset(node: Node, offset: number, cursor: boolean): boolean {
  const at = rangeOf(node);
  if (at === undefined) {
    return childrenOf(node).some((child) => holdsOffset(child, offset, cursor));
  }
  return at.start + (cursor ? 1 : 0) <= offset && offset < at.end;
}

export function isHeld(node: Node, selected: TextRange): boolean {
  const at = rangeOf(node);
  return at !== undefined && (node.nodeName === '#text' || holds(selected, at));
}

export function contentOf(element: Element, text: string): TextRange {
  const location = element.sourceCodeLocation;
  const start = location?.startTag?.endOffset ?? location?.endOffset ?? 0;
  return { start, end: location?.endTag?.startOffset ?? location?.endOffset ?? text.length };
}
