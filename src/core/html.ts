/** What the page is made of. URLs are webview resource URIs; every string is escaped here. */
export interface PageParts {
  /** From a CSPRNG, new for every page: the one script that may run carries it. */
  readonly nonce: string;
  /** `webview.cspSource` */
  readonly cspSource: string;
  /** URL of `dist/page.js`. */
  readonly script: string;
  /** URLs of the page's own style sheets. */
  readonly styles: readonly string[];
  /** URL of `codicon.css`. */
  readonly codicons: string;
  /** BCP 47, such as `en` or `pt-br`. */
  readonly lang: string;
  readonly title: string;
  /** The bundle of translations for `@vscode/l10n` (`vscode.l10n.bundle`), `{}` for English. */
  readonly labels: Labels;
}

/** `l10nJsonFormat` of `@vscode/l10n`. */
export type Labels = Readonly<Record<string, string | { readonly message: string; readonly comment: readonly string[] }>>;

/** The panel's whole page, for `webview.html`: one root element that `dist/page.js` fills. */
export function renderPage({ nonce, cspSource, script, styles, codicons, lang, title, labels }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `img-src ${cspSource} blob:`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const links = styles.map((href) => `<link rel="stylesheet" href="${escapeHtml(href)}">`);
  return `<!DOCTYPE html>
<html lang="${escapeHtml(lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${
  // <vscode-icon> copies this link into its shadow root, and finds it by the id.
  `<link id="vscode-codicon-stylesheet" rel="stylesheet" href="${escapeHtml(codicons)}">`
}
${links.join('\n')}
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(script)}" defer></script>
</head>
<body data-labels="${escapeHtml(JSON.stringify(labels))}">
<main id="root" aria-label="${escapeHtml(title)}"></main>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand between tags and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
