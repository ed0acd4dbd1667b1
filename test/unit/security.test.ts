import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../support/host/install.ts';

/** What has no place in the source, why, and the only files that may have it. */
const BANS: readonly (readonly [why: string, pattern: RegExp, allowed: RegExp | undefined, samples: readonly string[]])[] = [
  [
    'a tooltip is text: no links to commands, no HTML, no icons by their names',
    /\.isTrusted\s*=(?!=)|\bisTrusted:\s*(true|\{)|\bsupport(Html|ThemeIcons)\b|new MarkdownString\([^)]/,
    undefined,
    [
      'tooltip.isTrusted = true',
      '{ isTrusted: { enabledCommands } }',
      'tooltip.supportHtml = true',
      'new MarkdownString(prompt)',
      'new MarkdownString(a, true)',
    ],
  ],
  [
    'what the page shows is text',
    /\b(inner|outer)HTML\b|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|createContextualFragment|srcdoc/,
    undefined,
    ['element.innerHTML = text', '<p dangerouslySetInnerHTML={{ __html: text }} />'],
  ],
  [
    'nothing is run that was not built: no code from a text, no other program',
    /\beval\(|new Function\b|child_process|node:(vm|cluster|inspector)/,
    undefined,
    ['eval(text)', `import { spawn } from 'node:child_process'`],
  ],
  [
    'the network is the provider’s: no telemetry, no download but of an image that a server links to',
    /\bfetch\(|XMLHttpRequest|\bWebSocket\b|sendBeacon|new EventSource|TelemetryLogger|node:(https?|http2|net|tls|dns|dgram)\b/,
    /^provider\//,
    ['await fetch(address)', 'navigator.sendBeacon(address)', 'env.createTelemetryLogger(sender)', `import 'node:https'`],
  ],
  ['the environment is read in one place', /\bprocess\.env\b/, /^extension\.ts$/, ['process.env.OPENAI_API_KEY']],
  [
    'the webview’s options are set once, without links to commands and forms',
    /\.options\s*=(?!=)|enableCommandUris|enableForms:\s*true|retainContextWhenHidden/,
    /^editor\/panel\/panel\.ts$/,
    ['webview.options = {}', 'enableCommandUris: true', 'enableForms: true'],
  ],
  [
    'a command is named by us, never by the page, a server or a file',
    /\bexecuteCommand\((?!\s*['"]|\s*\w+ \? '[^']+' : '[^']+')/,
    undefined,
    ['executeCommand(message.command)', 'executeCommand(commandOf(action))'],
  ],
  [
    'the log is written to by its redactor',
    /createOutputChannel|\bconsole\.(log|info|warn|error|debug)\b/,
    /^editor\/log\.ts$/,
    ['console.log(key)', `window.createOutputChannel('More')`],
  ],
];

const sources = new Map<string, string>();
for await (const file of glob('**/*.{ts,tsx}', { cwd: join(root, 'src') })) {
  sources.set(file.replaceAll('\\', '/'), await readFile(join(root, 'src', file), 'utf8'));
}
const panel = sources.get('editor/panel/panel.ts') ?? '';

describe('in the source', () => {
  for (const [why, pattern, allowed, samples] of BANS) {
    it(why, () => {
      for (const sample of samples) assert.match(sample, pattern, 'the rule finds it');
      const found = [...sources].filter(([file, text]) => !allowed?.test(file) && pattern.test(text));
      assert.deepEqual(
        found.map(([file, text]) => `${file}: ${pattern.exec(text)?.[0]}`),
        [],
      );
    });
  }

  it('the panel sets its options once, and its nonce comes from a generator that nobody can guess', () => {
    assert.deepEqual(panel.match(/webview\.options = .*/g), [
      'webview.options = { enableScripts: true, enableForms: false, localResourceRoots: resourceRoots(context) };',
    ]);
    assert.match(panel, /nonce: crypto\.randomUUID\(\)/);
  });
});
