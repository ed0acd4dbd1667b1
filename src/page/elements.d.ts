import type { HTMLAttributes } from 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': HTMLAttributes<HTMLElement> & { disabled?: boolean; secondary?: boolean; icon?: string };
      'vscode-single-select': HTMLAttributes<HTMLElement> & { label?: string };
      'vscode-option': HTMLAttributes<HTMLElement> & { value?: string; selected?: boolean };
    }
  }
}
