import type { PictureView } from './protocol.ts';

/** What a picture can be that decides what is offered for it. Each is a context key `easel.<trait>` of its menu too. */
export const TRAITS = ['copies', 'editable', 'raw', 'replaces', 'several', 'starred', 'waits', 'webp'] as const;
export type Trait = (typeof TRAITS)[number];

/** Something that can be done with one image. */
export interface PictureAction {
  readonly id: string;
  /** On the tile: a button in words, one with an icon, a line of More Actions…; `menu`: only in the context menu. */
  readonly place: 'button' | 'icon' | 'more' | 'menu';
  /** A codicon; needed where it is a button with one. */
  readonly icon?: string;
  /** Group and order in the context menu. */
  readonly menu: `${number}_${string}@${number}`;
  /** It neither writes nor sends anything, and so is there in a workspace that is not trusted. */
  readonly harmless?: true;
  /** It is offered only for pictures that are all of this. */
  readonly when?: readonly (Trait | `!${Trait}`)[];
  /** Its keys on a tile, as package.json has them; the second is a Mac's. */
  readonly keys?: readonly string[];
  /** It needs no file, and so is there for a picture whose file is gone. */
  readonly fileless?: true;
  /** Where its command is not `easel.<id>`. */
  readonly command?: string;
}

/**
 * Everything that can be done with one image, in the order of the tile. The tile's buttons, More Actions…, the context menu,
 * the commands and the keys all come from here, and a test holds package.json to it. A new row also needs its words on the
 * page (`actions/actions.ts`), its command in package.json, and its deed in `editor/actions/carryOut.ts`.
 */
export const PICTURE_ACTIONS = [
  {
    id: 'star',
    place: 'icon',
    icon: 'star-empty',
    menu: '3_choose@1',
    when: ['!starred'],
    keys: ['s'],
    harmless: true,
    fileless: true,
  },
  { id: 'unstar', place: 'icon', icon: 'star-full', menu: '3_choose@1', when: ['starred'], harmless: true, fileless: true },
  { id: 'insert', place: 'button', menu: '1_insert@1', when: ['!copies'], keys: ['i'], command: 'easel.insertAtPrompt' },
  { id: 'copyReference', place: 'icon', icon: 'copy', menu: '5_copy@1', keys: ['c'], harmless: true },
  { id: 'keep', place: 'button', menu: '3_choose@2', when: ['waits'], command: 'easel.keepImage' },
  { id: 'useInstead', place: 'button', menu: '1_insert@3', when: ['replaces'] },
  { id: 'edit', place: 'icon', icon: 'edit', menu: '4_make@1', when: ['editable'], keys: ['e'] },
  { id: 'vary', place: 'icon', icon: 'layers', menu: '4_make@2', when: ['editable'] },
  { id: 'extend', place: 'icon', icon: 'screen-full', menu: '4_make@3', when: ['editable'] },
  { id: 'discard', place: 'icon', icon: 'trash', menu: '7_discard@1', keys: ['delete', 'backspace'] },
  { id: 'insertWebp', place: 'more', menu: '1_insert@2', when: ['webp'] },
  { id: 'keepOnly', place: 'more', menu: '3_choose@3', when: ['several'] },
  { id: 'open', place: 'more', menu: '2_open@1', harmless: true },
  { id: 'reveal', place: 'more', menu: '2_open@2', harmless: true },
  { id: 'useAsReference', place: 'more', menu: '4_make@5', when: ['editable'] },
  { id: 'generateAgain', place: 'menu', menu: '4_make@4', fileless: true },
  { id: 'export', place: 'more', menu: '6_file@3', when: ['editable'] },
  { id: 'rename', place: 'more', menu: '6_file@1' },
  { id: 'copyPath', place: 'more', menu: '5_copy@2', harmless: true },
  { id: 'copyImage', place: 'more', menu: '5_copy@3', harmless: true },
  { id: 'saveAs', place: 'more', menu: '6_file@2' },
  { id: 'saveRaw', place: 'menu', menu: '6_file@4', when: ['raw'], fileless: true },
] as const satisfies readonly PictureAction[];

export type PictureActionId = (typeof PICTURE_ACTIONS)[number]['id'];

/** One row of the table, with its own id. */
export type KnownAction = PictureAction & { readonly id: PictureActionId };

const KNOWN: readonly KnownAction[] = PICTURE_ACTIONS;

/** The row of an action. */
export function pictureAction(id: PictureActionId): PictureAction {
  const row = KNOWN.find((action) => action.id === id);
  if (!row) throw new Error(`no action ${id}`);
  return row;
}

/** The command that does it: to the image it is given, else to the selected one. */
export function commandOf({ id, command }: PictureAction): string {
  return command ?? `easel.${id}`;
}

/**
 * The command that its keys and the panel's context menu call: one of its own where it has keys, because VS Code names the keys
 * of a command wherever the command stands, and these work in the panel alone.
 */
export function panelCommandOf(action: KnownAction): string {
  return action.keys ? `easel.panel.${action.id}` : commandOf(action);
}

/** What is true of a picture. */
export function traitsOf(picture: PictureView): ReadonlySet<Trait> {
  const all: Readonly<Record<Trait, boolean>> = {
    copies: picture.insertCopies,
    editable: picture.editable,
    raw: picture.raw !== undefined,
    replaces: picture.replaceLabel !== undefined,
    several: (picture.others ?? 0) > 0,
    starred: picture.starred,
    waits: picture.waits !== undefined,
    webp: picture.webp !== undefined,
  };
  return new Set(TRAITS.filter((trait) => all[trait]));
}

/** What is offered for a picture, in the order of the table. */
export function actionsFor(picture: PictureView, trusted: boolean): readonly KnownAction[] {
  if (picture.state === 'discarded') return [];
  const traits = traitsOf(picture);
  const isThere = picture.missing === undefined;
  return KNOWN.filter(({ harmless = false, fileless = false, when = [] }) => {
    return (trusted || harmless) && (isThere || fileless) && when.every((need) => holds(need, traits));
  });
}

/** Whether a picture of these traits is as an action needs it. */
export function holds(need: Trait | `!${Trait}`, traits: ReadonlySet<Trait>): boolean {
  const wanted = TRAITS.find((trait) => need.endsWith(trait));
  return wanted !== undefined && traits.has(wanted) === (need === wanted);
}
