/** The beginning of a text, at most so many UTF-16 units with the `…` at its end: cut between words, never inside a character. */
export function cut(text: string, characters: number): string {
  if (text.length <= characters) {
    return text;
  }
  let kept = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (kept.length + segment.length > characters - 1) {
      break;
    }
    kept += segment;
  }
  const space = text[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
  // A word longer than half of the room is cut itself.
  const words = space > characters / 2 ? kept.slice(0, space) : kept;
  return `${words.replace(/[\s,;:–—-]+$/u, '')}…`;
}
