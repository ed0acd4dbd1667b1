import * as vscode from 'vscode';
import { isolate } from '../../../core/bidi.ts';
import { boxOf } from '../../../core/box.ts';
import { extensionFor, QUALITY } from '../../../core/exportPlan.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../core/raster.ts';
import { readSubject, type Subject } from '../../generation/subject.ts';
import type { Outside } from '../../outside.ts';
import { nameOf, saveNewFile } from '../../pictures/files.ts';
import { requireTrust } from '../../trust.ts';
import { bytesLabel } from '../../words/labels.ts';
import { chooseImages } from '../imageArguments.ts';
import { type CommandParts, registerCommand } from '../parts.ts';

const { l10n } = vscode;

/** `easel.convert`: a picture in another format, as a new file beside it. Answers its URI. */
export function registerConvert(parts: CommandParts): void {
  registerCommand('easel.convert', parts, async (...given) => {
    requireTrust();
    const picture = (await chooseImages(given, parts.store))?.picture;
    if (!picture) return undefined;
    const format = await pickFormat(picture);
    const quality = format && (await pickQuality(format));
    if (!format || quality === undefined) return undefined;
    return convert(picture, format, quality, parts.outside);
  });
}

async function convert(picture: vscode.Uri, format: ExportFormat, quality: number, outside: Outside): Promise<vscode.Uri> {
  const title = l10n.t('Converting {0}', isolate(nameOf(picture)));
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const controller = new AbortController();
    const listening = token.onCancellationRequested(() => controller.abort());
    try {
      const { bytes, facts } = await readSubject(outside, picture, controller.signal);
      const size = { width: facts.width, height: facts.height };
      const raster = await outside.raster();
      const made = await raster.render(bytes, { crop: boxOf(facts), size, format, quality }, controller.signal);
      const name = nameOf(picture).replace(/(?<=.)\.[^.]*$/, '');
      const saved = await saveNewFile(outside, vscode.Uri.joinPath(picture, '..', `${name}.${extensionFor(format)}`), made);
      void offerToOpen(picture, saved, { facts, format, bytes: made.byteLength });
      return saved;
    } finally {
      listening.dispose();
    }
  });
}

interface Converted {
  readonly facts: Subject['facts'];
  readonly format: ExportFormat;
  readonly bytes: number;
}

async function offerToOpen(picture: vscode.Uri, saved: vscode.Uri, { facts, format, bytes }: Converted): Promise<void> {
  const open = l10n.t('Open');
  const sizes = l10n.t(
    '{0} has {1}; {2} has {3}.',
    isolate(nameOf(saved)),
    bytesLabel(bytes),
    isolate(nameOf(picture)),
    bytesLabel(facts.bytes),
  );
  const lost = facts.alpha && format === 'jpeg' ? ` ${l10n.t('A JPEG has no transparency: what was transparent is white.')}` : '';
  const picked = await vscode.window.showInformationMessage(sizes + lost, open);
  if (picked === open) await vscode.commands.executeCommand('vscode.open', saved);
}

async function pickFormat(picture: vscode.Uri): Promise<ExportFormat | undefined> {
  const items = EXPORT_FORMATS.filter((format) => format !== 'png' || !/\.png$/i.test(picture.path)).map((format) => ({
    label: format === 'webp' ? 'WebP' : format.toUpperCase(),
    description: describe(format),
    format,
  }));
  return (await vscode.window.showQuickPick(items, { title: l10n.t('Convert {0} to …', isolate(nameOf(picture))) }))?.format;
}

function describe(format: ExportFormat): string {
  switch (format) {
    case 'png':
      return l10n.t('nothing is lost; large');
    case 'jpeg':
      return l10n.t('for everything; no transparency');
    case 'webp':
      return l10n.t('for every browser; small');
    case 'avif':
      return l10n.t('for browsers since 2024; smallest, and slow to make');
  }
}

/** A PNG has no quality to choose. Undefined when the user goes away. */
async function pickQuality(format: ExportFormat): Promise<number | undefined> {
  const usual = QUALITY[format];
  if (format === 'png') return usual;
  const other = l10n.t('Other …');
  const items = [
    { label: l10n.t('Usual'), description: String(usual), quality: usual },
    { label: l10n.t('High'), description: String(usual + 12), quality: usual + 12 },
    { label: l10n.t('Small'), description: String(usual - 20), quality: usual - 20 },
    { label: other, description: '1–100', quality: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: l10n.t('Quality') });
  if (picked?.label !== other) return picked?.quality;
  const typed = await vscode.window.showInputBox({
    title: l10n.t('Quality'),
    prompt: l10n.t('A number from 1 (small) to 100 (good).'),
    value: String(usual),
    validateInput: (value) => (readQuality(value) === undefined ? l10n.t('A whole number from 1 to 100.') : undefined),
  });
  return typed === undefined ? undefined : readQuality(typed);
}

function readQuality(value: string): number | undefined {
  const quality = Number(value.trim());
  return Number.isInteger(quality) && quality >= 1 && quality <= 100 ? quality : undefined;
}
