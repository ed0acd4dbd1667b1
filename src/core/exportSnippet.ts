import { escapeAttribute, writeUrl } from './escape.ts';
import type { ExportFile, ExportWish } from './exportPlan.ts';
import type { ExportFormat } from './raster.ts';
import type { Size } from './size.ts';

/** Text for a document. `stop` is what the user has still to look at (UTF-16 code units), a snippet's tab stop. */
export interface ExportSnippet {
  readonly text: string;
  readonly stop?: { readonly start: number; readonly end: number };
}

/** Where a snippet goes. */
export interface SnippetPlace {
  readonly form: 'html' | 'xhtml' | 'jsx';
  /** The path by which the document refers to a file of the export, as `referencePath` has it. */
  pathOf(name: string): string;
  readonly alt: string;
  /** What each line after the first begins with. */
  readonly indent?: string;
}

/** Stands for the site's own origin, which nobody told: addresses in Open Graph are absolute. */
const SITE = 'https://example.com';

/** The markup for the files that were made; `undefined` where there is nothing to say of them. */
export function exportSnippet(
  kind: ExportWish['kind'],
  files: readonly ExportFile[],
  place: SnippetPlace,
): ExportSnippet | undefined {
  if (files.length === 0) return undefined;
  switch (kind) {
    case 'favicon':
      return iconLinks(files, place);
    case 'openGraph':
      return openGraph(files, place);
    case 'responsive':
      return pictureElement(files, place);
    case 'custom':
    case 'convert':
      return undefined;
  }
}

/** The `icons` of a web manifest, JSON: the PNGs that are for it. */
export function manifestIcons(files: readonly ExportFile[], pathOf: SnippetPlace['pathOf']): string {
  const icons = pictures(files).filter(({ name }) => name.startsWith('icon-'));
  const entries = icons.map(({ name, size }) => ({ src: writeUrl(pathOf(name)), sizes: sidesOf(size), type: 'image/png' }));
  return JSON.stringify({ icons: entries }, null, 2);
}

function iconLinks(files: readonly ExportFile[], place: SnippetPlace): ExportSnippet | undefined {
  const links = files.flatMap((file) => {
    const href = writeUrl(place.pathOf(file.name));
    if (file.kind === 'icon') {
      // Chromium takes an .ico before anything better, unless it is told its sizes.
      const sizes = file.parts.map(({ size }) => sidesOf(size)).join(' ');
      return `<link rel="icon" href="${href}" sizes="${sizes}"${end(place)}`;
    }
    return file.name.startsWith('apple-') ? `<link rel="apple-touch-icon" href="${href}"${end(place)}` : [];
  });
  return links.length > 0 ? { text: lines(links, place) } : undefined;
}

function openGraph(files: readonly ExportFile[], place: SnippetPlace): ExportSnippet | undefined {
  const [image] = pictures(files);
  if (!image) return undefined;
  const path = writeUrl(place.pathOf(image.name)).replace(/^(\.{0,2}\/)+/, '');
  const alt = escapeAttribute(oneLine(place.alt));
  const before = '<meta property="og:image" content="';
  const rest = [
    ['og:image:type', `image/${image.format}`],
    ['og:image:width', `${image.size.width}`],
    ['og:image:height', `${image.size.height}`],
    ...(alt ? [['og:image:alt', alt]] : []),
  ].map(([property, content]) => `<meta property="${property}" content="${content}"${end(place)}`);
  const first = `${before}${SITE}/${path}"${end(place)}`;
  const text = lines([first, ...rest, `<meta name="twitter:card" content="summary_large_image"${end(place)}`], place);
  return { text, stop: { start: before.length, end: before.length + SITE.length } };
}

function pictureElement(files: readonly ExportFile[], place: SnippetPlace): ExportSnippet | undefined {
  const made = pictures(files);
  const largest = made.reduce((width, { size }) => Math.max(width, size.width), 0);
  const sizes = `(max-width: ${largest}px) 100vw, ${largest}px`;
  // A browser takes the first type that it knows.
  const sources = (['avif', 'webp'] as const).flatMap((format) => {
    const candidates = made.filter((file) => file.format === format);
    const srcset = candidates.map(({ name, size }) => `${writeUrl(place.pathOf(name))} ${size.width}w`).join(', ');
    const attribute = place.form === 'jsx' ? 'srcSet' : 'srcset';
    const source = `<source type="image/${format}" ${attribute}="${srcset}" sizes="${sizes}"${end(place)}`;
    return candidates.length > 0 ? [source] : [];
  });
  const image = made.find(({ format }) => isOld(format)) ?? made.findLast(({ format }) => format === 'webp') ?? made.at(-1);
  if (!image) return undefined;
  const before = lines(['<picture>', ...sources.map((source) => `  ${source}`), '  <img src="'], place);
  const start = `${before}${writeUrl(place.pathOf(image.name))}" alt="`;
  const alt = escapeAttribute(oneLine(place.alt));
  const { width, height } = image.size;
  const numbers = place.form === 'jsx' ? `width={${width}} height={${height}}` : `width="${width}" height="${height}"`;
  const text = lines([`${start}${alt}" ${numbers}${end(place)}`, '</picture>'], place);
  return { text, stop: { start: start.length, end: start.length + alt.length } };
}

function isOld(format: ExportFormat): boolean {
  return format === 'png' || format === 'jpeg';
}

function pictures(files: readonly ExportFile[]): readonly Extract<ExportFile, { kind: 'picture' }>[] {
  return files.flatMap((file) => (file.kind === 'picture' ? [file] : []));
}

function sidesOf({ width, height }: Size): string {
  return `${width}x${height}`;
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function end({ form }: SnippetPlace): string {
  return form === 'html' ? '>' : ' />';
}

function lines(texts: readonly string[], { indent = '' }: SnippetPlace): string {
  return texts.join(`\n${indent}`);
}
