/** Braces, tags and variables of template languages, also where an encoder has been over them. */
const TEMPLATE = /[{}<>`]|\$\w|\$\(|^[@~$]|^%\w{3,}%|\[\[|\]\]/;

/** The file that an address names. */
export interface NamedFile {
  /** Percent-decoded, without query and fragment. */
  readonly path: string;
  readonly fromRoot: boolean;
}

/**
 * The path in an address, where it leads to a file of the project for certain. Undefined with a scheme or a host, with
 * anything that looks like a template or an alias (`{{ x }}`, `$x`, `@/x`), for folders, and for what file systems read
 * in different ways.
 */
export function readPath(address: string): NamedFile | undefined {
  const url = address.trim();
  if (TEMPLATE.test(url) || /^[a-z][a-z0-9+.-]*:|^[\\/]{2}/i.test(url)) {
    return undefined;
  }
  const written = url.replace(/[?#].*$/s, '');
  const path = /%2f|%5c/i.test(written) ? undefined : decode(written);
  if (path === undefined || /[\p{Cc}\\]|\p{Surrogate}/u.test(path) || TEMPLATE.test(path) || /(?:^|\/)\.{0,2}$/.test(path)) {
    return undefined;
  }
  return { path, fromRoot: path.startsWith('/') };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // `100%.png`: browsers disagree with file systems here.
    return undefined;
  }
}
