import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import * as v from 'valibot';
import type { PageState } from '../core/protocol.ts';
import { noteDiscarded, performOn } from './actions/actions.ts';
import { listenForKeys, takePress, tellFocus } from './actions/keys.ts';
import { announce } from './announcements.ts';
import { App } from './app.tsx';
import { focusOn, forgetWanted, rememberFocus, restoreFocus, settleFocus } from './focus.ts';
import { deliverRecent } from './form/recent.tsx';
import { keepView, post, viewState } from './host.ts';
import { closeLook, lookAt, lookedAt } from './look/opened.ts';
import { deliver } from './mask/arrivals.ts';
import { readToPage } from './messages.ts';
import { addPartial, dropPartials } from './partials.ts';

const Labels = v.record(v.string(), v.union([v.string(), v.object({ message: v.string(), comment: v.array(v.string()) })]));
const labels = v.safeParse(v.pipe(v.string(), v.parseJson(), Labels), document.body.dataset.labels);
l10n.config({ contents: labels.success ? labels.output : {} });

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');

let state: PageState | undefined;
let announcement = '';
/** The image that the editor was opened from. */
let cameFrom: string | undefined;

function show(next: PageState): void {
  const { scroll } = viewState();
  const first = state === undefined;
  const place = rememberFocus();
  const before = state?.editor?.id;
  const exported = state?.exporting?.id;
  // What opens takes the place of a picture that fills the panel.
  if (!first && ((next.editor && next.editor.id !== before) || (next.exporting && next.exporting.id !== exported))) closeLook();
  const newest = state?.cards[0]?.id;
  if (state) {
    announcement = announce(state, next) || announcement;
    noteDiscarded(state, next);
  }
  state = next;
  dropPartials(next);
  draw();
  restoreFocus(place);
  settleFocus();
  tellFocus();
  if (!first && next.editor?.id !== before) followTool(next.editor && 'mask', place?.image);
  if (!first && next.exporting?.id !== exported) followTool(next.exporting && 'export', place?.image);
  const [card] = next.cards;
  if (!first && next.editor && card?.running && card.id !== newest) revealCard(card.id);
  // A frame later the components have drawn themselves, and everything has its height.
  if (first && document.activeElement === document.body) requestAnimationFrame(() => window.scrollTo(0, scroll));
}

/** Below an editor that fills the panel nobody would see that something has begun. */
function revealCard(id: string): void {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const card = [...document.querySelectorAll<HTMLElement>('[data-card]')].find(({ dataset }) => dataset.card === id);
  card?.scrollIntoView({ block: 'nearest', behavior: isCalm ? 'instant' : 'smooth' });
}

/** The focus goes with the eyes: to the picture that is edited or exported, and back to where it was opened. */
function followTool(opened: 'mask' | 'export' | undefined, from: string | undefined): void {
  if (opened) {
    cameFrom = from ?? cameFrom;
    window.scrollTo(0, 0);
    focusOn(opened);
  } else if (document.activeElement === document.body) {
    focusOn(cameFrom ?? 'prompt');
    cameFrom = undefined;
  }
}

/** While a picture fills the panel, what is behind it cannot have the focus. */
function follow(on: string): void {
  if (lookedAt() && on !== 'prompt' && on !== 'sheet') {
    lookAt({ image: on });
  } else {
    closeLook();
    draw();
    focusOn(on);
  }
}

function draw(): void {
  if (state && root) render(<App state={state} announcement={announcement} />, root);
}

window.addEventListener('message', (event) => {
  const message = readToPage(event.data);
  switch (message?.kind) {
    case 'state':
      return show(message.state);
    case 'partial':
      // After its call has ended nothing would ever let go of it.
      if (!state?.cards.some((card) => card.id === message.run && card.pending.some(({ call }) => call === message.call))) return;
      addPartial(message);
      return draw();
    case 'coverage':
      return deliver(message);
    case 'recent':
      return deliverRecent(message.prompts);
    case 'focus':
      follow(message.on);
      return;
    case 'key': {
      const image = takePress();
      return image === undefined ? undefined : performOn(image, message.action);
    }
    case 'act':
      return performOn(message.image, message.action);
    default:
      return;
  }
});

window.addEventListener('focus', settleFocus);
window.addEventListener('pointerdown', forgetWanted, { capture: true });
window.addEventListener('scroll', () => state && keepView({ scroll: window.scrollY }), { passive: true });

// A held key repeats, and each repetition would press the button again: a request, an image thrown away.
document.addEventListener(
  'keydown',
  (event) => {
    const { target } = event;
    if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) return;
    if (event.repeat && ['Enter', ' ', 'z'].includes(event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    // <vscode-button> presses itself by Space, but leaves the page to scroll as well.
    if (event.key === ' ' && target instanceof HTMLElement && target.localName === 'vscode-button') event.preventDefault();
  },
  { capture: true },
);

listenForKeys();
post({ kind: 'ready' });
