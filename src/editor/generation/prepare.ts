import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Reservations } from '../../core/budget.ts';
import type { Cost } from '../../core/cost.ts';
import { Failed, invalid } from '../../core/failure.ts';
import { fit } from '../../core/fit.ts';
import { PLACEHOLDER } from '../../core/models.ts';
import type { Attaching } from '../../core/provenanceFile.ts';
import { parseRatio } from '../../core/ratio.ts';
import type { Server } from '../../core/server.ts';
import type { ImageProvider, Options, Order, Retoucher, Shelf } from '../../core/task.ts';
import type { Asking } from '../dialogs/asking.ts';
import { createFolderQuestion } from '../dialogs/folderQuestion.ts';
import { createConverter, fileExactly } from '../gaps/exactFile.ts';
import type { Keys } from '../keys.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import { reachablePicture } from '../panel/reachable.ts';
import { nameOf } from '../pictures/files.ts';
import { createAttaching } from '../provenance/attaching.ts';
import { findReferences } from '../references/files.ts';
import { createReferenceSender } from '../references/sender.ts';
import type { Here, Servers } from '../servers/here.ts';
import { readSettings } from '../settings.ts';
import { createFiling, type Filing } from './filing.ts';
import { readLearned } from './prices.ts';
import { type PreparedEdit, prepareEdit, type ReadPicture } from './retoucher.ts';
import { openShelf, workspaceFolderOf } from './shelf.ts';
import { readSubject, taskOf } from './subject.ts';
import { type EditWish, optionsFor, styleOf, type Wish } from './wish.ts';

/** What preparing works with. */
export interface PrepareParts {
  readonly outside: Outside;
  readonly keys: Keys;
  readonly servers: Servers;
  readonly log: Log;
  /** Where the user's answers to questions about unencrypted servers are kept. */
  readonly answers: vscode.Memento;
  /** Easel's own folder. */
  readonly storage: vscode.Uri;
  /** Whether the placeholder stands in for a missing key in this window. */
  readonly standIn: { on: boolean };
  /** What other clicks are about to spend. */
  readonly reserved: Reservations;
  /** The models that are asked for in this window although their end has come. */
  readonly tried: Set<string>;
}

/** Everything checked and answered: ready to be sent. */
export interface Prepared {
  readonly order: Order;
  readonly options: Options;
  /** What it is to cost; absent where nothing is paid. */
  readonly estimate?: Cost;
  /** From now on the ledger says what it costs, or it costs nothing. */
  letGo?(): void;
  readonly provider: ImageProvider;
  readonly shelf: Shelf;
  readonly workspace: vscode.WorkspaceFolder | undefined;
  /** Where the images go by themselves, relative to it. */
  readonly folder?: string;
  /** Where each of them is to lie; absent without a workspace. */
  readonly filing?: Filing;
  /** Absent for the placeholder. */
  readonly server: Server | undefined;
  /** The key there is for the server; it may be one that the user did not want to send. */
  readonly stored: string | undefined;
  readonly standIn: boolean;
  /** What goes along for a new picture to go by. */
  readonly references: readonly vscode.Uri[];
  /** The user wants to see this one first: the other wishes of the same click are dropped. */
  readonly only: boolean;
  /** For a wish about a picture. */
  readonly edit?: PreparedEdit;
  /** What is made of each answer. */
  readonly retoucher?: Retoucher;
  /** Where the images say what made them. */
  readonly attaching?: Attaching;
  /** A question that may be answered while it runs. */
  ask?(): void;
}

/**
 * Checks a wish and asks what must be asked, cheapest first: values, folder, encryption, key, cost. Undefined when the
 * user goes away from a question. Throws `Failed` `invalid`, and what `asking` throws; nothing is sent. `click`: all that
 * the click asks for, or that its cost was asked about already.
 */
export async function prepare(
  wish: Wish,
  parts: PrepareParts,
  asking: Asking,
  click: readonly Wish[] | 'asked',
): Promise<Prepared | undefined> {
  const picture = wish.edit && (await readPicture(wish.edit, parts));
  const references = await findReferences(wish, parts.outside);
  for (;;) {
    const settings = readSettings(wish.scope);
    const asked = optionsFor(wish, settings.options);
    const standIn = parts.standIn.on && asked.model !== PLACEHOLDER;
    const options = standIn ? { ...asked, model: PLACEHOLDER } : asked;
    const isPlaceholder = options.model === PLACEHOLDER;
    const here = parts.servers.of(settings);
    const server = isPlaceholder ? undefined : here.server();
    const order = orderFor(wish, options, { picture, references }, here);
    const exactly = wish.target && fileExactly(wish.target);
    const workspace = exactly?.workspace ?? workspaceFolderOf(wish.scope);
    const question = workspace && (await createFolderQuestion(workspace, settings, parts.answers));
    const saveFolder = question?.folder ?? (() => settings.saveFolder);
    const { outside } = parts;
    const document = wish.edit ? undefined : wish.scope;
    const filing =
      exactly?.filing ??
      (workspace && (await createFiling({ outside, document, at: new Date(), options, settings, workspace, saveFolder })));
    // What a program asks for is wanted in the workspace: nobody is there to choose.
    const waiting = settings.keep === 'chosen' && !wish.target && wish.by !== 'agent';
    const shelf = await openShelf(outside, parts.storage, workspace, filing, waiting);
    const ask = asking.isPerson && filing?.isDefault && question ? { ask: question.ask } : {};
    const edit = prepareEdit(wish, picture, order, settings, parts);
    const converter = wish.target && createConverter(outside, wish.target);
    const sender = order.inputs && !picture && createReferenceSender(outside, references, order.inputs, converter);
    const retoucher = edit?.retoucher ?? (sender || converter);
    const isLater = picture !== undefined || parseRatio(options.size) !== undefined;
    const fitted = isLater ? { ...options, size: order.calls[0]?.parameters.size ?? options.size } : options;
    const about = {
      options: fitted,
      shelf,
      workspace,
      ...(filing && { folder: filing.folder, filing }),
      standIn,
      only: false,
      stored: undefined,
      references,
      ...ask,
      ...(edit && { edit }),
      ...(retoucher && { retoucher }),
    };
    if (!server) return { ...about, order, provider: await parts.outside.placeholder(), server };

    const stored = await parts.keys.get(server.origin);
    let key = stored;
    if (server.isInsecure) {
      const consent = await asking.unencrypted(server, stored);
      if (!consent) return undefined;
      if (consent !== 'key') key = undefined;
    }
    if (!stored && server.needsKey) {
      const choice = await asking.key(server);
      if (!choice) return undefined;
      if (choice === 'placeholder') parts.standIn.on = true;
      continue;
    }
    const provider = await parts.outside.connect({ server, key, timeout: here.timeout, memory: parts.servers.memory });
    const source = picture && settings.provenance !== 'none' ? await outside.sha256(picture.subject.bytes) : undefined;
    const attaching = createAttaching({ outside, mode: settings.provenance, wish, options: fitted, server, source });
    const sent = { ...about, provider, server, stored, ...(attaching && { attaching }) };
    // Read anew for each click: other windows spend as well.
    const learned = server.isFree ? undefined : await readLearned(parts);
    const answer =
      click === 'asked' || !learned ? 'all' : await asking.cost(ordersOf(click, wish, order, here), settings, server, learned);
    if (!answer) return undefined;
    // Held at once: nothing may come between it and the answer, or two clicks have the same money.
    const costing = (what: Order) => {
      const cost = learned && asking.estimate(what, learned, server);
      return cost && { estimate: cost, ...(asking.holds && { letGo: parts.reserved.hold(cost) }) };
    };
    if (answer === 'all') return { ...sent, order, ...costing(order) };
    const single = { ...options, count: 1 };
    const first = orderFor(wish, single, { picture, references }, here);
    return { ...sent, options: { ...fitted, count: 1 }, order: first, only: true, ...costing(first) };
  }
}

/** Before the first question: a file that is no picture is said at once. */
async function readPicture(edit: EditWish, { outside, storage }: PrepareParts): Promise<ReadPicture> {
  const location = vscode.ProgressLocation.Window;
  return vscode.window.withProgress(
    { location, title: vscode.l10n.t('Reading {0}', isolate(nameOf(edit.picture))) },
    async () => {
      const subject = await readSubject(outside, edit.picture, new AbortController().signal);
      if (edit.sha256 !== undefined && (await outside.sha256(subject.bytes)) !== edit.sha256) {
        throw invalid({ field: 'picture', name: nameOf(edit.picture) });
      }
      const shown = await reachablePicture(outside, storage, edit.picture, subject);
      return { subject, shown, task: await taskOf(edit, subject.facts) };
    },
  );
}

interface ReadPictures {
  /** That something is made from. */
  readonly picture?: ReadPicture | undefined;
  /** For a new picture to go by. */
  readonly references: readonly vscode.Uri[];
}

function orderFor(wish: Wish, options: Options, { picture, references }: ReadPictures, { models }: Here): Order {
  const style = styleOf(wish);
  const task = {
    prompt: wish.prompt,
    options,
    references: references.length,
    ...(style && { style }),
    ...(picture && { edit: picture.task }),
  };
  return fit(task, models.of(options.model), new Date());
}

/** What a click asks for in all; the parts that are judged only later, and pictures, count like this one. */
function ordersOf(click: readonly Wish[], wish: Wish, order: Order, here: Here): Order {
  const calls = click.flatMap((other) => {
    if (other.options.model === PLACEHOLDER) return [];
    if (other === wish || other.edit || other.references?.length) return order.calls;
    try {
      const options = optionsFor(other, readSettings(other.scope).options);
      return orderFor(other, options, { references: [] }, here).calls;
    } catch (error) {
      // It is refused when its turn comes, before anything is sent.
      if (error instanceof Failed) return order.calls;
      throw error;
    }
  });
  return { ...order, calls };
}
