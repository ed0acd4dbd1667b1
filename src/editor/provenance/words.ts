import { l10n } from 'vscode';
import { sidecarName } from '../../core/provenance.ts';
import { nameOf } from '../../core/restore.ts';
import type { Options } from '../../core/task.ts';
import { qualityLabel, sizeLabel } from '../words/labels.ts';
import type { Origin } from './origin.ts';

/** Characters of a prompt that fit into a dialog. */
export const SHOWN = 1200;

/** What is known of an image, in lines, for a dialog. `name`: its file's. */
export function describeOrigin(origin: Origin, name: string): string {
  const { prompt, revisedPrompt, model, server, at, options, edit, tool, writer } = origin;
  const facts = [
    edit && l10n.t('Made from: {0}', plain(nameOf(edit.picture))),
    model !== undefined && l10n.t('Model: {0}', plain(model)),
    server !== undefined && l10n.t('Server: {0}', server.startsWith('placeholder:') ? l10n.t('none') : plain(server)),
    at !== undefined && l10n.t('Date: {0}', new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })),
    options && l10n.t('Settings: {0}', settingsOf(options)),
    tool !== undefined && l10n.t('Made with: {0}', plain(tool)),
    writer !== undefined && l10n.t('Prompt by: {0}', plain(writer)),
    sourceOf(origin, name),
  ];
  const parts = [
    cut(prompt),
    revisedPrompt !== undefined && l10n.t('The model made of it: {0}', cut(revisedPrompt)),
    facts.filter(Boolean).join('\n'),
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** Whether the dialog shows all of a prompt. */
export function isShownWhole(prompt: string): boolean {
  return prompt.length <= SHOWN;
}

function sourceOf({ from }: Origin, name: string): string {
  switch (from) {
    case 'record':
      return l10n.t('Known from: Easel’s own record');
    case 'file':
      return l10n.t('Known from: the file itself');
    case 'sidecar':
      return l10n.t('Known from: {0}', sidecarName(name));
  }
}

/** What was chosen, without what is automatic. */
function settingsOf({ size, quality, background, outputFormat, style }: Options): string {
  const parts = [
    sizeLabel(size),
    qualityLabel(quality),
    background !== 'auto' && l10n.t('background {0}', background),
    outputFormat,
    style,
  ];
  return plain(parts.filter(Boolean).join(' · '));
}

function cut(text: string): string {
  const clean = plain(text);
  return isShownWhole(text) ? clean : `${clean.slice(0, SHOWN)} …`;
}

/** Text of a file could turn round what stands beside it, or push it out of sight. */
function plain(text: string): string {
  return text
    .replace(/[\u202A-\u202E\u2066-\u2069]|[^\n\P{Cc}]/gu, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
