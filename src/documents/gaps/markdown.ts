import type { Image, ImageReference, Nodes } from 'mdast';
import type { CompileContext, Extension, Token } from 'mdast-util-from-markdown';
import type { TextRange } from '../../core/place.ts';
import { parseMarkdown, rangeOf, walk } from '../markdown/blocks.ts';
import { type Found, shiftFound } from './found.ts';
import { findHtmlImages, type HtmlImages } from './html.ts';
import { type Piece, parsePieces, rest } from './pieces.ts';

declare module 'mdast' {
  interface ImageData {
    address?: TextRange;
  }
  interface DefinitionData {
    address?: TextRange;
  }
}

interface Definition {
  readonly url: string;
  readonly address: TextRange;
  readonly range: TextRange;
}

/** Writes down where the address of an image or definition stands, which mdast does not tell. */
const ADDRESSES: Extension = {
  enter: { resourceDestinationString: noteAddress, definitionDestinationString: noteAddress },
};

function noteAddress(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'image' || node?.type === 'definition') {
    node.data = { address: { start: token.start.offset, end: token.end.offset } };
  }
  this.buffer();
}

/** The addresses of images in Markdown and in the HTML it holds, in the order of the references. */
export async function findMarkdownImages(text: string): Promise<readonly Found[]> {
  if (!/!\[|<(?:img|image|source|video|link|meta|style)\b|\bstyle\s*=/i.test(text)) {
    return [];
  }
  const pieces: Piece[] = [];
  for await (const piece of parsePieces(text, ADDRESSES)) {
    pieces.push(piece);
  }
  const definitions = readDefinitions(pieces);
  const found: Found[] = [];
  let heading: string | undefined;
  let isHidden = false;
  const addHtml = async (html: TextRange, value: string): Promise<void> => {
    const images = isHidden ? { found: [] } : await findInHtml(text, html, value, heading);
    for (const image of images.found) {
      found.push(image);
    }
    heading = images.heading ?? heading;
    // A comment that begins inside of another block of HTML goes on behind it.
    isHidden = isHidden ? !value.includes('-->') : leavesComment(value);
  };
  for (const piece of pieces) {
    const root = await withDefinitions(text.slice(piece.start, piece.end), piece.root, definitions);
    const shift = (range: TextRange): TextRange => ({ start: range.start + piece.start, end: range.end + piece.start });
    for (const node of walk(root)) {
      if (node.type === 'html') {
        await addHtml(shift(rangeOf(node)), node.value);
      } else if (node.type === 'heading' && !isHidden) {
        heading = textOf(node) || heading;
      } else if ((node.type === 'image' || node.type === 'imageReference') && !isHidden) {
        const target = node.type === 'image' ? addressOf(node, shift) : definitions.get(node.identifier);
        if (target !== undefined && target.url.trim() !== '') {
          found.push(describe(node, shift(rangeOf(node)), target, heading));
        }
      }
    }
    if (piece.html !== undefined) {
      await addHtml(piece.html, text.slice(piece.html.start, piece.html.end));
    }
  }
  return found;
}

function leavesComment(html: string): boolean {
  for (let open = html.indexOf('<!--'); open !== -1; ) {
    const close = html.indexOf('-->', open + 2);
    if (close === -1) {
      return true;
    }
    open = html.indexOf('<!--', close);
  }
  return false;
}

function addressOf(node: Image, shift: (range: TextRange) => TextRange): Omit<Definition, 'range'> | undefined {
  const address = node.data?.address;
  return address && { url: node.url, address: shift(address) };
}

function describe(
  node: Image | ImageReference,
  range: TextRange,
  target: { url: string; address: TextRange; range?: TextRange },
  heading: string | undefined,
): Found {
  return {
    url: target.url,
    address: target.address,
    range,
    ...(target.range === undefined ? {} : { definition: target.range }),
    alt: node.alt ?? '',
    ...(heading === undefined ? {} : { heading }),
  };
}

/** The definitions of the document by their identifiers; the first one of a name counts. */
function readDefinitions(pieces: readonly Piece[]): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  for (const { root, start } of pieces) {
    for (const node of walk(root)) {
      const address = node.type === 'definition' ? node.data?.address : undefined;
      if (node.type === 'definition' && address !== undefined && !definitions.has(node.identifier)) {
        const at = rangeOf(node);
        definitions.set(node.identifier, {
          url: node.url,
          address: { start: address.start + start, end: address.end + start },
          range: { start: at.start + start, end: at.end + start },
        });
      }
    }
  }
  return definitions;
}

/** The tree of a piece that also knows the definitions of other pieces: without one, `![a][b]` is no image. */
async function withDefinitions(
  text: string,
  root: Piece['root'],
  definitions: ReadonlyMap<string, Definition>,
): Promise<Piece['root']> {
  if (!text.includes('![')) {
    return root;
  }
  const own = new Set([...walk(root)].map((node) => (node.type === 'definition' ? node.identifier : '')));
  const words = text.replace(/[\t\n\r ]+/g, ' ').toLowerCase();
  const foreign = [...definitions.keys()].filter((id) => !own.has(id) && words.includes(id));
  if (foreign.length === 0) {
    return root;
  }
  await rest();
  return parseMarkdown(`${text}\n\n${foreign.map((id) => `[${id}]: x`).join('\n')}`, { extension: ADDRESSES });
}

/** The node's value has lost the quote marks and indentation of its lines: without them the ranges are put back. */
async function findInHtml(text: string, at: TextRange, value: string, heading: string | undefined): Promise<HtmlImages> {
  const images = await findHtmlImages(value);
  const offsets = images.found.length === 0 ? [] : mapOffsets(text.slice(at.start, at.end), value);
  const put = ({ start, end }: TextRange): TextRange => ({
    start: at.start + (offsets[start] ?? start),
    end: at.start + (offsets[end] ?? end),
  });
  const found = images.found.map((one) => ({
    ...shiftFound(one, 0, heading),
    address: put(one.address),
    range: put(one.range),
  }));
  return { ...images, found };
}

/** For each offset of a node's value where it stands in its source; a line of the value is the end of that of the source. */
function mapOffsets(source: string, value: string): readonly number[] {
  const offsets: number[] = [];
  if (source === value) {
    return offsets;
  }
  const lines = source.split('\n');
  let begin = 0;
  for (const [index, line] of value.split('\n').entries()) {
    const written = lines[index] ?? '';
    // Negative where a tab reaches into an item: what is left of it stands there as spaces.
    const lost = written.length - line.length;
    for (let column = 0; column <= line.length; column += 1) {
      offsets.push(begin + Math.max(0, lost + column));
    }
    begin += written.length + 1;
  }
  return offsets;
}

function textOf(heading: Nodes): string {
  const texts = [...walk(heading)].map((node) => (node.type === 'text' || node.type === 'inlineCode' ? node.value : ''));
  return texts.join('').replace(/\s+/g, ' ').trim();
}
