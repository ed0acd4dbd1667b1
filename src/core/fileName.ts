import { invalid } from './failure.ts';
import { safePart, slug } from './naming.ts';

/** What a file is named after. What there is none of, such as the document of an image made from the panel, is ''. */
export interface FileFacts {
  /** The name made from the prompt or from the edited file. */
  readonly slug: string;
  /** When the run began, in the user's time zone. */
  readonly at: Date;
  readonly model: string;
  /** From 1, within the run. */
  readonly index: number;
  /** The document's name without its extension. */
  readonly documentBaseName: string;
  /** The name of the folder that the document lies in. */
  readonly documentDirName: string;
  /** The workspace folder's name. */
  readonly workspaceFolder: string;
}

/** A file's place below the save folder: sub-folders joined by `/`, or '', and the name without number and extension. */
export interface FileName {
  readonly folder: string;
  readonly name: string;
}

/**
 * Fills in the setting `easel.fileName`: `${slug}`, `${date}` (2026-11-23), `${time}` (14-05-09), `${model}`, `${index}`,
 * `${documentBaseName}`, `${documentDirName}`, `${workspaceFolder}`; `/` makes sub-folders. Each part is one that every file
 * system takes, at most 180 bytes in UTF-8; a part that comes out empty is left out, the name is then the slug.
 * Throws `Failed` `invalid` for an unknown variable, for `..` and for a path that begins with `/`.
 */
export function fileNameOf(template: string, facts: FileFacts): FileName {
  const values = readValues(facts);
  const [last = '', ...folders] = template.trim().split(/[\\/]/).toReversed();
  const parts = folders.toReversed().map((part) => fillPart(part, values));
  // The image's own type decides its extension.
  const name = fillPart(last.replace(/\.(?:png|jpe?g|webp|gif|avif)$/i, ''), values).replace(/^\.+/, '');
  if (folders.at(-1) === '') {
    throw refuse(template);
  }
  return { folder: parts.filter((part) => part !== '').join('/'), name: name || safePart(facts.slug) || slug('') };
}

function readValues(facts: FileFacts): ReadonlyMap<string, string> {
  const { at } = facts;
  const two = (value: number): string => String(value).padStart(2, '0');
  return new Map([
    ['slug', facts.slug],
    ['date', `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`],
    ['time', `${two(at.getHours())}-${two(at.getMinutes())}-${two(at.getSeconds())}`],
    ['model', facts.model],
    ['index', String(facts.index)],
    ['documentBaseName', facts.documentBaseName],
    ['documentDirName', facts.documentDirName],
    ['workspaceFolder', facts.workspaceFolder],
  ]);
}

function fillPart(part: string, values: ReadonlyMap<string, string>): string {
  if (/^\s*\.\.\s*$/.test(part)) {
    throw refuse(part);
  }
  let left = false;
  const filled = part.replace(/\$\{([^{}]*)\}/g, (written, name: string) => {
    const value = values.get(name);
    if (value === undefined) {
      throw refuse(written);
    }
    left ||= value === '';
    return safePart(value);
  });
  // `${documentBaseName}-${slug}` without a document is no `-cat`.
  const tidy = left ? filled.replace(/^[-_. ]+|[-_. ]+$/g, '').replace(/([-_ ])[-_ ]+/g, '$1') : filled;
  return safePart(tidy);
}

function refuse(value: string): Error {
  return invalid({ field: 'setting', name: 'easel.fileName', value });
}
