import * as vscode from 'vscode';
import { CHECKS, type Check, type Finding, type Level, levelOf, sortFindings } from '../../core/checkup.ts';
import { type Fix, fixOf } from '../../core/checkupFixes.ts';
import { checkLabel, findingSentence, fixLabel } from './words.ts';

const { l10n } = vscode;

/** What the user wants of the report: a fix, or its text; `findings` are all that there are by then. */
export type Wanted = { readonly kind: 'fix'; readonly fix: Fix } | { readonly kind: 'copy' };

/** The report on the screen, which fills while the checks run. */
export interface ReportPick {
  tell(check: Check, finding: Finding | undefined): void;
  readonly findings: readonly Finding[];
}

interface Line extends vscode.QuickPickItem {
  readonly id: Check | 'copy';
  readonly fix?: Fix | undefined;
}

const ICONS: Readonly<Record<Level, string>> = {
  problem: 'error',
  warning: 'warning',
  unknown: 'circle-outline',
  good: 'pass',
};

/**
 * Opens the report. `onWanted` hears what the user chooses: a fix closes it. `onClose` is called once, however it ends.
 */
export function openReport(onWanted: (wanted: Wanted) => void, onClose: () => void): ReportPick {
  const found = new Map<Check, Finding | undefined>();
  const pick = vscode.window.createQuickPick<Line>();
  const copy = { iconPath: new vscode.ThemeIcon('copy'), tooltip: l10n.t('Copy Report') };
  pick.title = l10n.t('Check Setup');
  pick.buttons = [copy];
  pick.ignoreFocusOut = true;
  pick.busy = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.onDidTriggerButton(() => onWanted({ kind: 'copy' }));
  pick.onDidAccept(() => {
    const [line] = pick.selectedItems;
    if (line?.id === 'copy') onWanted({ kind: 'copy' });
    else if (line?.fix) {
      onWanted({ kind: 'fix', fix: line.fix });
      pick.hide();
    }
  });
  pick.onDidHide(() => {
    pick.dispose();
    onClose();
  });

  const findings = () => [...found.values()].filter((finding) => finding !== undefined);
  const lineNow = (check: Check): Line | [] => {
    const finding = found.get(check);
    return finding ? lineOf(finding) : found.has(check) ? [] : waitingLine(check);
  };
  const show = () => {
    const [active] = pick.activeItems;
    const isMoved = active !== undefined && active.id !== pick.items[0]?.id;
    const isOver = found.size === CHECKS.length;
    pick.busy = !isOver;
    pick.step = isOver ? undefined : found.size;
    pick.totalSteps = isOver ? undefined : CHECKS.length;
    if (isOver) pick.placeholder = verdict(findings());
    // Lines change their places once: who presses Enter meanwhile means the one that is there.
    pick.items = isOver
      ? [...sortFindings(findings()).map(lineOf), { id: 'copy', label: `$(copy) ${copy.tooltip}` }]
      : CHECKS.flatMap(lineNow);
    // Whoever has begun to walk through the list stays on the line.
    const same = isMoved ? pick.items.find(({ id }) => id === active.id) : undefined;
    if (same) pick.activeItems = [same];
  };
  show();
  pick.show();
  return {
    tell(check, finding) {
      found.set(check, finding);
      show();
    },
    get findings() {
      return findings();
    },
  };
}

function lineOf(finding: Finding): Line {
  const level = levelOf(finding);
  const fix = fixOf(finding);
  const label = `$(${ICONS[level]}) ${checkLabel(finding.check)}`;
  const sentence = findingSentence(finding);
  if (level === 'good') return { id: finding.check, label, description: sentence };
  // A row holds no more than a sentence.
  const [, first = sentence, rest] = /^(.*?(?:\.(?=\s)|。))\s*(.+)$/s.exec(sentence) ?? [];
  const detail = [fix && `$(arrow-small-right) ${fixLabel(fix)}`, rest].filter(Boolean).join(' · ');
  return { id: finding.check, label, description: first, detail, fix };
}

function waitingLine(check: Check): Line {
  return { id: check, label: `$(loading~spin) ${checkLabel(check)}` };
}

function verdict(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((finding) => levelOf(finding) === level).length;
  const problems = count('problem');
  if (problems === 1) return l10n.t('1 problem. Choose a line to mend it');
  if (problems > 1) return l10n.t('{0} problems. Choose a line to mend it', problems);
  return count('warning') > 0 ? l10n.t('No problems, but warnings') : l10n.t('Everything that could be checked works');
}
