import picomatch from 'picomatch';

/** Whether a glob matches a path, as VS Code's Markdown extension matches the globs of `markdown.copyFiles.destination`. */
export function matchesGlob(glob: string, path: string): boolean {
  return picomatch.isMatch(path, glob, { dot: true });
}
