import assert from 'node:assert/strict';
import { access, glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { commandOf, type KnownAction, PICTURE_ACTIONS, panelCommandOf, TRAITS } from '../../src/core/pictureAction.ts';
import { COMMANDS as REGISTERED } from '../../src/editor/commands/ids.ts';
import { root } from '../support/host/install.ts';
import { KEY_RIVALS, partsOf } from '../support/keyRivals.ts';
import { aliveModels } from '../support/servers.ts';

/** Works where the workspace is not trusted too: nothing is sent and no file written. */
const HARMLESS = [
  'easel.chooseServer',
  'easel.forgetServer',
  'easel.setApiKey',
  'easel.importApiKey',
  'easel.clearApiKey',
  'easel.checkSetup',
  'easel.showPanel',
  'easel.whatMadeThis',
  'easel.filterImages',
  'easel.clearImageFilter',
  'easel.star',
  'easel.unstar',
  'easel.copyReference',
  'easel.copyPath',
  'easel.copyImage',
  'easel.open',
  'easel.reveal',
  'easel.chooseStyle',
  'easel.panel.star',
  'easel.panel.copyReference',
];

/** The public surface: what keybindings, settings files and other extensions rely on. */
const COMMANDS = {
  'easel.generate': 'Generate Image',
  'easel.generateWithOptions': 'Generate Image with Options…',
  'easel.generateAgain': 'Generate Again',
  'easel.edit': 'Edit Image…',
  'easel.vary': 'Create Variations',
  'easel.extend': 'Extend Image…',
  'easel.export': 'Export Sizes…',
  'easel.convert': 'Convert to…',
  'easel.whatMadeThis': 'What Made This Image?',
  'easel.generateMissing': 'Generate Missing Images…',
  'easel.generateEach': 'Generate Image for Each Selection or List Item',
  'easel.chooseServer': 'Choose Server…',
  'easel.refreshModels': 'Refresh Models',
  'easel.forgetServer': 'Forget What a Server Can Do…',
  'easel.setApiKey': 'Set API Key…',
  'easel.importApiKey': 'Import API Key from OPENAI_API_KEY',
  'easel.clearApiKey': 'Clear API Key',
  'easel.checkSetup': 'Check Setup',
  'easel.showPanel': 'Show Images',
  'easel.insert': 'Insert Image at Cursor',
  'easel.insertImage': 'Insert Image…',
  'easel.discard': 'Discard Image',
  'easel.filterImages': 'Filter Images…',
  'easel.clearImageFilter': 'Show All Images',
  'easel.removeFromHistory': 'Remove from History',
  'easel.insertAtPrompt': 'Insert Image at Prompt',
  'easel.insertWebp': 'Insert Image as WebP',
  'easel.useInstead': 'Use Edit Instead of Original',
  'easel.star': 'Star Image',
  'easel.unstar': 'Remove Star from Image',
  'easel.copyReference': 'Copy Reference to Image',
  'easel.copyPath': 'Copy Path of Image',
  'easel.copyImage': 'Copy Image',
  'easel.open': 'Open Image',
  'easel.reveal': 'Reveal Image in Explorer',
  'easel.rename': 'Rename Image…',
  'easel.saveAs': 'Save Image As…',
  'easel.saveRaw': 'Save Untouched Answer As…',
  'easel.keepImage': 'Keep Image',
  'easel.keepOnly': 'Keep Only This Image',
  'easel.useAsReference': 'Use as Style Reference',
  'easel.chooseStyle': 'Choose Style…',
  'easel.discardUnused': 'Discard Unused Images…',
  'easel.panel.star': 'Star Image',
  'easel.panel.insert': 'Insert Image at Prompt',
  'easel.panel.copyReference': 'Copy Reference to Image',
  'easel.panel.edit': 'Edit Image…',
  'easel.panel.discard': 'Discard Image',
};
const SETTINGS = {
  'easel.baseUrl': '',
  'easel.servers': [],
  'easel.models': [],
  'easel.model': 'gpt-image-2.6-flare',
  'easel.size': 'auto',
  'easel.quality': 'medium',
  'easel.count': 1,
  'easel.background': 'auto',
  'easel.outputFormat': 'png',
  'easel.style': '',
  'easel.styles': [],
  'easel.moderation': 'auto',
  'easel.promptAsIs': false,
  'easel.inputFidelity': 'auto',
  'easel.keepOutsideMask': true,
  'easel.editRegion': 'auto',
  'easel.variationCount': 3,
  'easel.variationStrength': 'medium',
  'easel.variationPrompt': `Create a variation of this image. \${strength}`,
  'easel.saveFolder': 'assets',
  'easel.fileName': `\${slug}`,
  'easel.keep': 'all',
  'easel.publicFolders': ['public', 'static'],
  'easel.provenance': 'none',
  'easel.insertReference': 'ask',
  'easel.reviewPrompt': 'auto',
  'easel.confirmAbove': 0.5,
  'easel.dailyBudget': 0,
  'easel.agentMaxImages': 4,
  'easel.timeoutSeconds': 300,
};

/** VS Code's own context keys that may stand in a when-clause; ours are set in code. */
const CONTEXT_KEYS = [
  'activeCustomEditorId',
  'activeWebviewPanelId',
  'editorHasSelection',
  'editorLangId',
  'editorReadonly',
  'editorTextFocus',
  'explorerResourceIsFolder',
  'focusedView',
  'inputFocus',
  'isMac',
  'isWorkspaceTrusted',
  'listFocus',
  'resourceExtname',
  'resourceLangId',
  'resourceScheme',
  'textInputFocus',
  'view',
  'viewItem',
  'webviewId',
  'webviewSection',
];

/** Where the panel's keys are meant. */
const IN_PANEL = "activeWebviewPanelId == 'easel.panel' && !easel.inputFocused && !inputFocus && !listFocus && !focusedView";

/** What a tile says of its picture to its context menu. */
const TRAIT_KEYS = TRAITS.map((trait) => `easel.${trait}`);

const Command = v.object({
  command: v.string(),
  title: v.string(),
  category: v.string(),
  enablement: v.optional(v.string()),
});
const MenuItem = v.object({
  command: v.optional(v.string()),
  submenu: v.optional(v.string()),
  when: v.optional(v.string()),
  group: v.optional(v.string()),
});
const Key = v.strictObject({ command: v.string(), key: v.string(), when: v.string() });
const Setting = v.object({
  type: v.union([v.string(), v.array(v.string())]),
  default: v.unknown(),
  scope: v.string(),
  order: v.number(),
  markdownDescription: v.pipe(v.string(), v.minLength(1)),
  enum: v.optional(v.array(v.unknown())),
  markdownEnumDescriptions: v.optional(v.array(v.string())),
  examples: v.optional(v.array(v.string())),
});
const Versions = v.record(v.string(), v.string());
const Manifest = v.object({
  icon: v.string(),
  engines: v.object({ vscode: v.string() }),
  activationEvents: v.array(v.string()),
  capabilities: v.object({
    untrustedWorkspaces: v.object({ supported: v.unknown(), restrictedConfigurations: v.optional(v.array(v.string()), []) }),
  }),
  contributes: v.object({
    commands: v.array(Command),
    menus: v.optional(v.record(v.string(), v.array(MenuItem)), {}),
    keybindings: v.optional(v.array(Key), []),
    configuration: v.array(v.object({ title: v.string(), order: v.number(), properties: v.record(v.string(), Setting) })),
    walkthroughs: v.array(
      v.object({
        steps: v.array(
          v.object({
            description: v.string(),
            media: v.record(v.string(), v.string()),
            completionEvents: v.optional(v.array(v.string()), []),
          }),
        ),
      }),
    ),
  }),
  dependencies: Versions,
  devDependencies: Versions,
});

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(root, file), 'utf8'));
const raw = await readFile(join(root, 'package.json'), 'utf8');
const manifest = v.parse(Manifest, JSON.parse(raw));
const words = v.parse(Versions, await json('package.nls.json'));
let code = '';
for await (const file of glob('src/**/*.{ts,tsx}', { cwd: root })) code += await readFile(join(root, file), 'utf8');

const { commands, configuration, menus, keybindings, walkthroughs } = manifest.contributes;
const settings = new Map(configuration.flatMap((group) => Object.entries(group.properties)));
const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const whole = (text: string) => text.replace(/^%(.+)%$/, (_, key: string) => words[key] ?? text);
const inCode = (text: string) => code.includes(`'${text}'`);
const registered = new Set([
  ...[...code.matchAll(/registerCommand\(\s*'([^']+)'/g)].map(([, id]) => id ?? ''),
  // From the table.
  ...PICTURE_ACTIONS.flatMap((action) => [commandOf(action), panelCommandOf(action)]),
]);
const isRegistered = (command: string) => registered.has(command);

describe('package.json', () => {
  it('has the commands that were promised, by their titles', () => {
    assert.deepEqual(Object.fromEntries(commands.map(({ command, title }) => [command, whole(title)])), COMMANDS);
    assert.deepEqual([...new Set(commands.map(({ category }) => whole(category)))], ['Easel', 'Easel Panel']);
  });

  it('has the settings that were promised, with their defaults', () => {
    const defaults = Object.fromEntries([...settings].map(([name, setting]) => [name, setting.default]));
    assert.deepEqual(defaults, SETTINGS);
  });

  for (const { command, enablement = '' } of commands) {
    it(`${command} is registered in code`, () => assert.ok(isRegistered(command)));
    it(`${command} ${HARMLESS.includes(command) ? 'works' : 'is disabled'} in an untrusted workspace`, () =>
      assert.equal(/(^|&& *)isWorkspaceTrusted\b/.test(enablement), !HARMLESS.includes(command)));
  }

  it('knows every command before its parts are loaded', () => {
    assert.deepEqual([...REGISTERED].toSorted(), [...registered].toSorted());
  });

  it('offers in menus, keys and walkthroughs only commands that exist', () => {
    const known = new Set(commands.map(({ command }) => command));
    const named = [...Object.values(menus).flat(), ...keybindings].flatMap(({ command }) => command ?? []);
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
    const inSteps = steps.flatMap(({ description, completionEvents }) => [
      ...[...whole(description).matchAll(/command:(easel\.\w+)/g)].map((match) => match[1] ?? ''),
      ...completionEvents.flatMap((event) => /^onCommand:(easel\..+)$/.exec(event)?.[1] ?? []),
    ]);
    assert.deepEqual(
      inSteps.filter((command) => !isRegistered(command)),
      [],
    );
  });

  describe('has each action on an image', () => {
    const actions: readonly KnownAction[] = PICTURE_ACTIONS;
    const inMenu = (menus['webview/context'] ?? []).filter(({ when = '' }) => when.startsWith("webviewId == 'easel.panel'"));
    for (const action of actions) {
      const { id, harmless, when = [], menu, keys = [] } = action;
      const command = panelCommandOf(action);
      const trust = harmless ? [] : ['isWorkspaceTrusted'];

      it(`${id}: as a command, in the context menu where it applies, by its keys`, () => {
        for (const id of [command, commandOf(action)])
          assert.equal(commands.find((other) => other.command === id)?.enablement, trust[0]);
        const traits = when.map((need) => need.replace(/^(!?)/, '$1easel.'));
        assert.deepEqual(
          inMenu.filter((item) => item.command === command),
          [
            {
              command,
              when: ["webviewId == 'easel.panel'", "webviewSection == 'image'", ...traits, ...trust].join(' && '),
              group: menu,
            },
          ],
        );
        assert.deepEqual(
          keybindings.filter((key) => key.command === command),
          keys.map((key) => ({
            command,
            key,
            when: [IN_PANEL, ...(key === 'backspace' ? ['isMac'] : []), ...trust].join(' && '),
          })),
        );
      });
    }

    it('and nothing else in that menu', () => {
      assert.deepEqual(inMenu.map(({ command }) => command).toSorted(), actions.map(panelCommandOf).toSorted());
    });

    it('with no key of the panel beside its name where that key does nothing', () => {
      const bound = new Set(keybindings.map(({ command }) => command));
      const elsewhere = Object.values(menus).flatMap((items) => items.filter((item) => !inMenu.includes(item)));
      assert.deepEqual(
        elsewhere.filter(({ command = '', when }) => bound.has(command) && when !== 'false'),
        [],
      );
      const hidden = (menus.commandPalette ?? []).filter(({ when }) => when === 'false').map(({ command }) => command);
      assert.deepEqual(
        [...bound].filter((command) => !hidden.includes(command)),
        [],
        'the command palette has the same command without a key',
      );
    });

    it('by keys whose conditions exclude whatever VS Code binds to them', () => {
      const excluded = [...new Set(Object.values(KEY_RIVALS))];
      for (const { key, when } of keybindings)
        assert.deepEqual(
          excluded.filter((part) => !partsOf(when).includes(part)),
          [],
          key,
        );
    });

    it('each by a key of its own', () => {
      const keys = keybindings.map(({ key }) => key);
      assert.equal(new Set(keys).size, keys.length);
    });
  });

  it('uses only context keys that somebody sets', () => {
    const clauses = [...Object.values(menus).flat(), ...keybindings].map(({ when }) => when ?? '');
    const keys = [...clauses, ...commands.map(({ enablement }) => enablement ?? '')]
      .flatMap((clause) => clause.replace(/'[^']*'|\/(?:[^/\\]|\\.)+\/\w*/g, '').match(/[A-Za-z][\w.]*/g) ?? [])
      .filter((key) => !['in', 'not', 'true', 'false'].includes(key) && !key.startsWith('config.easel.'));
    assert.deepEqual(
      keys.filter(
        (key) => !CONTEXT_KEYS.includes(key) && !TRAIT_KEYS.includes(key) && !(key.startsWith('easel.') && inCode(key)),
      ),
      [],
    );
  });

  it('takes every sentence from package.nls.json, which has no other', () => {
    const used = new Set([...raw.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? ''));
    assert.deepEqual([...used].sort(), Object.keys(words).sort());
  });

  it('has every translation of package.nls.json whole', async () => {
    for await (const file of glob('package.nls.*.json', { cwd: root })) {
      assert.deepEqual(Object.keys(v.parse(Versions, await json(file))).sort(), Object.keys(words).sort(), file);
    }
  });

  it('groups the settings in order: Image, Files, Servers, Cost', () => {
    const groups = configuration.toSorted((a, b) => a.order - b.order).map(({ title }) => whole(title));
    assert.deepEqual(groups, ['Image', 'Files', 'Servers', 'Cost']);
    for (const { title, properties } of configuration) {
      const orders = Object.values(properties).map(({ order }) => order);
      assert.equal(new Set(orders).size, orders.length, `${whole(title)}: two settings in one place`);
    }
  });

  for (const [name, setting] of settings) {
    it(`${name} is described and read, and its default is a value of it`, () => {
      assert.ok(inCode(name.replace('easel.', '')) || inCode(name), 'nobody reads it');
      assert.match(setting.markdownDescription, /^%/);
      if (setting.enum === undefined) return;
      assert.ok(setting.enum.includes(setting.default));
      assert.equal(setting.markdownEnumDescriptions?.length, setting.enum.length);
    });
  }

  it('suggests the models of the table that have no end in sight', () => {
    const lasting = aliveModels(new Date('9999-01-01')).map(({ name }) => name);
    assert.deepEqual(settings.get('easel.model')?.examples, lasting);
  });

  it('lets no workspace choose the server or the cost that is asked about', () => {
    for (const name of ['baseUrl', 'servers', 'models', 'timeoutSeconds', 'confirmAbove', 'dailyBudget', 'agentMaxImages'].map(
      (own) => `easel.${own}`,
    ))
      assert.equal(settings.get(name)?.scope, 'application', name);
  });

  it('supports untrusted workspaces in part', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    for (const name of ['easel.saveFolder', 'easel.keep']) assert.ok(restrictedConfigurations.includes(name), name);
    assert.deepEqual(
      restrictedConfigurations.filter((name) => !settings.has(name)),
      [],
    );
  });

  it('activates for the panel type that the code knows', () => {
    const types = manifest.activationEvents.flatMap((event) => /^onWebviewPanel:(.+)$/.exec(event)?.[1] ?? []);
    assert.deepEqual(types, ['easel.panel']);
    assert.ok(types.every(inCode));
  });

  it('names pictures that exist', async () => {
    const pictures = [manifest.icon, ...steps.flatMap(({ media }) => [media.svg ?? media.image ?? media.markdown ?? ''])];
    for (const picture of pictures) await access(join(root, picture));
  });

  it('asks for the VS Code that its types describe', () => {
    const engine = /^\^(\d+\.\d+)\.0$/.exec(manifest.engines.vscode)?.[1];
    assert.equal(manifest.devDependencies['@types/vscode']?.split('.').slice(0, 2).join('.'), engine);
  });

  it('pins every dependency', () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    assert.deepEqual(
      all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
      [],
    );
  });
});
