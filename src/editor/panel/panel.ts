import * as vscode from 'vscode';
import { renderPage } from '../../core/html.ts';
import { readToHost, type ToHost, type ToPage } from '../../core/protocol.ts';
import type { Log } from '../log.ts';
import { VIEW_TYPE } from './viewType.ts';

const COLUMN = 'easel.panelColumn';

/** The webview panel: shows what it is sent and hands on what the page asks for. */
export interface Panel extends vscode.Disposable {
  /** Whether a person sees it. */
  readonly visible: boolean;
  /** Whether it is the editor that a person works in. */
  readonly active: boolean;
  /** Opens it without taking the focus, unless it is open. */
  open(): void;
  /** Takes over a panel that VS Code brings back after a reload. */
  adopt(panel: vscode.WebviewPanel): void;
  /** Brings it to the front, with the focus. */
  reveal(): void;
  /** Answers whether there is a page that has said `ready`; for another nothing is kept. */
  post(message: ToPage): boolean;
  /** A file as the page may load it; "" while there is no page. */
  toSource(uri: string): string;
  readonly onChange: vscode.Event<void>;
  readonly onMessage: vscode.Event<ToHost>;
}

/** What the panel works with. */
export interface PanelParts {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
}

export function createPanel({ context, log }: PanelParts): Panel {
  const changed = new vscode.EventEmitter<void>();
  const messages = new vscode.EventEmitter<ToHost>();
  let current: { readonly panel: vscode.WebviewPanel; readonly closed: vscode.Disposable; ready: boolean } | undefined;

  function adopt(panel: vscode.WebviewPanel): void {
    current?.panel.dispose();
    const { webview } = panel;
    // Set once: setting the options again reloads the page.
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: resourceRoots(context) };
    panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media', 'panel.svg');
    const closed = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => {
        const intent = readToHost(message);
        if (intent?.kind === 'ready' && current?.panel === panel) current.ready = true;
        if (intent) messages.fire(intent);
        else log.warn('The page sent something that is no message; it was dropped.');
      }),
      panel.onDidChangeViewState(() => {
        if (panel.viewColumn) void context.globalState.update(COLUMN, panel.viewColumn);
        changed.fire();
      }),
      panel.onDidDispose(() => {
        closed.dispose();
        if (current?.panel === panel) current = undefined;
        changed.fire();
      }),
    );
    current = { panel, closed, ready: false };
    webview.html = pageFor(webview, context);
    changed.fire();
  }

  function create(preserveFocus: boolean): void {
    const viewColumn = columnToOpen(context.globalState.get<number>(COLUMN));
    adopt(vscode.window.createWebviewPanel(VIEW_TYPE, vscode.l10n.t('Easel'), { viewColumn, preserveFocus }));
  }

  return {
    get visible() {
      return current?.panel.visible ?? false;
    },
    get active() {
      return current?.panel.active ?? false;
    },
    open() {
      if (!current) create(true);
      // Behind another tab of its own column it comes forward; it never covers what is being written.
      else if (!current.panel.visible && current.panel.viewColumn !== columnInUse()) {
        current.panel.reveal(undefined, true);
      }
    },
    adopt,
    reveal() {
      if (current) current.panel.reveal(undefined, false);
      else create(false);
    },
    post(message) {
      if (!current?.ready) return false;
      void current.panel.webview.postMessage(message);
      return true;
    },
    toSource: (uri) => current?.panel.webview.asWebviewUri(vscode.Uri.parse(uri)).toString() ?? '',
    onChange: changed.event,
    onMessage: messages.event,
    // The panel itself stays: VS Code brings it back after a reload.
    dispose: () => vscode.Disposable.from(changed, messages, ...(current ? [current.closed] : [])).dispose(),
  };
}

/** Where it last was, the first time beside; never over what is being looked at. */
function columnToOpen(last: number | undefined): vscode.ViewColumn {
  return last === undefined || last === columnInUse() ? vscode.ViewColumn.Beside : last;
}

/**
 * Where a person works. Not by the active text editor: a picture or the settings are none, and while VS Code changes from one
 * document to the next it knows of none either.
 */
function columnInUse(): vscode.ViewColumn | undefined {
  const { tabs, viewColumn } = vscode.window.tabGroups.activeTabGroup;
  return tabs.length > 0 ? viewColumn : undefined;
}

function resourceRoots({ extensionUri, globalStorageUri }: vscode.ExtensionContext): vscode.Uri[] {
  return [
    vscode.Uri.joinPath(extensionUri, 'media'),
    vscode.Uri.joinPath(extensionUri, 'dist'),
    globalStorageUri,
    ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
  ];
}

function pageFor(webview: vscode.Webview, { extensionUri }: vscode.ExtensionContext): string {
  const resource = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  return renderPage({
    nonce: crypto.randomUUID(),
    cspSource: webview.cspSource,
    script: resource('dist', 'page.js'),
    styles: [resource('media', 'page.css')],
    codicons: resource('dist', 'codicons', 'codicon.css'),
    lang: vscode.env.language,
    title: vscode.l10n.t('Easel'),
    labels: vscode.l10n.bundle ?? {},
  });
}
