import { l10n } from 'vscode';
import { type Finding, levelOf, sortFindings } from '../../core/checkup.ts';
import { checkLabel, findingSentence, levelLabel } from './words.ts';

/**
 * The report as Markdown: a block of text, so that nothing in it is more than text wherever it is pasted. `redact` takes out
 * what must not leave this machine.
 */
export function writeReport(findings: readonly Finding[], redact: (text: string) => string): string {
  const lines = sortFindings(findings).map((finding) => {
    const said = findingSentence(finding)
      .replace(/\p{Cf}+/gu, '')
      .replace(/[\p{Cc}`]+/gu, ' ');
    return `${levelLabel(levelOf(finding))} | ${checkLabel(finding.check)}: ${said}`;
  });
  return [`## ${l10n.t('Easel: Check Setup')}`, '', '```text', ...lines.map(redact), '```', ''].join('\n');
}
