import * as vscode from 'vscode';
import type { GalleryView, LineageView } from '../../core/galleryView.ts';
import type { PageState } from '../../core/protocol.ts';
import { childrenOf, familyOf, filterRecords, type HistoryRecord } from '../../core/records.ts';
import { isRunning, type State } from '../../core/session.ts';
import type { ImageId, RunId } from '../../core/task.ts';
import type { Store } from '../store.ts';
import { derivedOf, familySentence, foundSentence, originLabel } from '../words/history.ts';
import type { History } from './history.ts';

/** Which runs the panel shows: the newest, those that are searched for, or those of an image's family. */
export interface Gallery extends vscode.Disposable {
  /** The runs to show, newest first. */
  order(state: State): readonly RunId[];
  /** Puts into the page's state what is known from the history. */
  complete(state: PageState): PageState;
  /** Reads the history, for a page that has come. */
  open(): Promise<void>;
  search(text: string): Promise<void>;
  showFamily(image: ImageId): Promise<void>;
  older(): Promise<void>;
  /** Sees to it that an image is among those that are shown. Answers whether there is such an image. */
  bring(image: ImageId): Promise<boolean>;
  readonly onChange: vscode.Event<void>;
}

/** What the gallery works with. */
export interface GalleryParts {
  readonly history: History;
  readonly store: Store;
}

/** Runs that are shown at first, and come with each "Show Older Images". */
const PAGE = 20;

type Filter = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'family'; readonly image: ImageId };

export function createGallery({ history, store }: GalleryParts): Gallery {
  const changed = new vscode.EventEmitter<void>();
  let records: readonly HistoryRecord[] = [];
  let children = childrenOf(records);
  let byImage = new Map<ImageId, HistoryRecord>();
  let filter: Filter | undefined;
  /** What the filter lets through. */
  let found: readonly HistoryRecord[] = [];
  let pages = 1;
  /** Runs that somebody asked to see. */
  const brought = new Set<RunId>();
  let isOpen = false;

  const listening = history.onChange(() => isOpen && void update());

  async function update(): Promise<void> {
    records = await history.records();
    children = childrenOf(records);
    byImage = new Map(records.map((record) => [record.image, record]));
    await show();
  }

  /** Finds what the filter asks for, and brings as much of it into the session as is shown. */
  async function show(): Promise<void> {
    const asked = filter;
    if (asked?.kind === 'text') found = filterRecords(records, asked);
    else if (asked) found = familyOf(records, asked.image);
    else found = [];
    if (asked) await history.recall(runsOf(found).slice(0, pages * PAGE));
    else if (pages > 1) await history.recallNewest(pages * PAGE);
    // Something else may have been asked for meanwhile.
    if (asked === filter) changed.fire();
  }

  function order(state: State): readonly RunId[] {
    const isRunningNow = (id: RunId) => {
      const run = state.runs.get(id);
      return run !== undefined && isRunning(run);
    };
    if (!filter) return state.order.filter((id, index) => index < pages * PAGE || brought.has(id) || isRunningNow(id));
    const wanted = new Set(runsOf(found).slice(0, pages * PAGE));
    return state.order.filter((id) => wanted.has(id) || isRunningNow(id));
  }

  function isMore(): boolean {
    const all = runsOf(filter ? found : records).length;
    const shown = pages * PAGE;
    return all > shown || (!filter && store.state.order.length > shown);
  }

  function view(): GalleryView {
    const about = { search: filter?.kind === 'text' ? filter.text : '', family: filter?.kind === 'family', older: isMore() };
    if (!filter) return about;
    if (filter.kind === 'text') return { ...about, summary: foundSentence(found.length) };
    return { ...about, summary: familySentence(byImage.get(filter.image)?.name ?? '') };
  }

  /** An image's parent stands on its card once; what was made from each image is said by name. */
  function lineageOf(images: readonly ImageId[]): readonly LineageView[] {
    const own = images.flatMap((image) => byImage.get(image) ?? []);
    const origin = own.find((record) => record.origin)?.origin;
    const from: readonly LineageView[] = origin
      ? [{ label: originLabel(origin), leads: 'image', ...(origin.image !== undefined && { image: origin.image }) }]
      : [];
    const into = own.flatMap(({ image, name }): readonly LineageView[] => {
      const made = children.get(image) ?? [];
      const kinds = made.flatMap((record) => record.origin?.kind ?? []);
      return kinds.length > 0 ? [{ label: derivedOf(name, kinds), leads: 'family', image }] : [];
    });
    return [...from, ...into];
  }

  async function apply(next: Filter | undefined): Promise<void> {
    filter = next;
    pages = 1;
    await show();
  }

  return {
    order,
    complete(state) {
      const cards = state.cards.map((card) => {
        const lineage = lineageOf(card.pictures.map(({ id }) => id));
        return lineage.length > 0 ? { ...card, lineage } : card;
      });
      return { ...state, cards, gallery: view() };
    },
    async open() {
      isOpen = true;
      await update();
    },
    search: (text) => apply(text.trim() === '' ? undefined : { kind: 'text', text }),
    // A family without members would only hide everything else.
    showFamily: async (image) => {
      if (byImage.has(image)) await apply({ kind: 'family', image });
    },
    async older() {
      pages += 1;
      await show();
    },
    async bring(image) {
      if (!(await history.recallImage(image))) return false;
      const run = store.state.pictures.get(image)?.run;
      if (run === undefined) return false;
      brought.add(run);
      if (filter && !order(store.state).includes(run)) await apply(undefined);
      changed.fire();
      return true;
    },
    onChange: changed.event,
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
}

/** The runs of some images, each once, in their order. */
function runsOf(records: readonly HistoryRecord[]): readonly RunId[] {
  return [...new Set(records.map(({ run }) => run))];
}
