import * as vscode from 'vscode';
import type { Fix } from '../../core/checkupFixes.ts';
import { Failed } from '../../core/failure.ts';
import { type CommandParts, registerCommand } from '../commands/parts.ts';
import { askAboutInsecure } from '../dialogs/consent.ts';
import { openKeyringPage } from '../dialogs/keyring.ts';
import { editorInUse } from '../documents/source.ts';
import { readSettings } from '../settings.ts';
import { machineChecks } from './machine.ts';
import type { CheckupParts } from './parts.ts';
import { openReport } from './pick.ts';
import { writeReport } from './report.ts';
import { runChecks } from './run.ts';
import { serverChecks } from './server.ts';

const { l10n } = vscode;

/** How long one check may take, in ms: more than the server may. */
const PATIENCE = 25_000;

const PROXY_PAGE = 'https://code.visualstudio.com/docs/setup/network#_proxy-server-support';

/** `easel.checkSetup`: what works and what does not. Costs nothing, and works in untrusted workspaces. */
export function registerCheckup(parts: CommandParts & CheckupParts): void {
  registerCommand('easel.checkSetup', parts, async () => {
    await askAboutServer(parts);
    await checkSetup(parts);
  });
}

/** What is sent without encryption is asked about first, as everywhere; after a no the report says that nothing was sent. */
async function askAboutServer({ servers, answers }: CommandParts & CheckupParts): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  try {
    const server = servers.of(readSettings(undefined)).server();
    if (server.isInsecure) await askAboutInsecure(answers, server, 'none');
  } catch (error) {
    // The report says what is wrong with the settings.
    if (!(error instanceof Failed)) throw error;
  }
}

/** Opens the report and answers when it is closed. */
export function checkSetup(parts: CheckupParts): Promise<void> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const { signal } = controller;
    let isFixing = false;
    const report = openReport(
      (wanted) => {
        if (wanted.kind === 'copy') return void copy(writeReport(report.findings, parts.log.redact));
        isFixing = true;
        takeFix(wanted.fix, parts).then(resolve, reject);
      },
      () => {
        controller.abort();
        if (!isFixing) resolve();
      },
    );
    const checks = { ...machineChecks(parts, signal), ...serverChecks(parts, editorInUse()?.document.uri, signal) };
    void runChecks(checks, { tell: report.tell, signal, log: parts.log, patience: PATIENCE });
  });
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(l10n.t('$(check) The report is on the clipboard'), 5000);
}

/** After a dialog the report comes back, with what has changed by then. */
async function takeFix(fix: Fix, parts: CheckupParts): Promise<void> {
  switch (fix.kind) {
    case 'setting':
      await vscode.commands.executeCommand('workbench.action.openSettings', fix.name);
      return;
    case 'page':
      await (fix.page === 'keyring' ? openKeyringPage() : vscode.env.openExternal(vscode.Uri.parse(PROXY_PAGE)));
      return;
    case 'step':
      await parts.steps.take(fix.step, {});
      if (fix.step === 'setKey' || fix.step === 'chooseServer') await checkSetup(parts);
  }
}
