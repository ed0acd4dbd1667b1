import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Paint } from './overlay.ts';

type Theme = Pick<Paint, 'color' | 'hatched'>;

/** How the mask looks in VS Code's theme, also after another was chosen: `--mask-color` of an element. */
export function useTheme(element: RefObject<HTMLElement | null>): Theme {
  const [theme, setTheme] = useState<Theme>({ color: [0, 120, 212], hatched: false });
  useLayoutEffect(() => {
    const look = () => {
      if (!element.current) return;
      const next = read(element.current);
      setTheme((last) => (JSON.stringify(last) === JSON.stringify(next) ? last : next));
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-kind'] });
    observer.observe(document.documentElement, { attributeFilter: ['style'] });
    return () => observer.disconnect();
  }, [element]);
  return theme;
}

/** The colour is the element's `caret-color`, which nothing else shows there: as a variable it would not be resolved. */
function read(element: HTMLElement): Theme {
  const [red = 0, green = 120, blue = 212] =
    getComputedStyle(element)
      .caretColor.match(/\d+(\.\d+)?/g)
      ?.map(Number) ?? [];
  return { color: [red, green, blue], hatched: document.body.classList.contains('vscode-high-contrast') };
}
