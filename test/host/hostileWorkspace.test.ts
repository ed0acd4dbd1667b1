import * as assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import MarkdownIt from 'markdown-it';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { toXmp } from '../../src/core/provenanceXmp.ts';
import { encodePng } from '../support/imagesPng.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { folder, nameOf, openFile, unique, write } from './places.ts';
import { configure, generateOne, replace, useStage } from './stage.ts';

const MARKUP = '<img src=x onerror=alert(1)> [Quit](command:workbench.action.quit) ![x](https://example.com/x.png) $(trash)';
const PICTURE = encodePng(96, 64, [10, 60, 200, 255], [240, 200, 20, 255]);

/** Names that a file may have, each but for its extension. */
const EVERY_NAME: readonly (readonly [what: string, name: string])[] = [
  ['markup', `<img src=x onerror='alert(1)'>`],
  ['a link to a command', 'a](command:workbench.action.quit) ![b'],
  ['quotes and signs of a shell', `"';$(rm -rf ~)\`&|`],
  ['characters that turn a line round', 'cat\u202Egnp.exe\u2066'],
  ['control characters', 'a\n# b\t\u0007\u001b[31m'],
  ['255 bytes', `${'ü'.repeat(123)}cat-1`],
  ['only dots and spaces', '. . .'],
];
/** Windows has no files of some of them. */
const NAMES = EVERY_NAME.filter(([, name]) => process.platform !== 'win32' || !/[<>:"|?*\p{Cc}]/u.test(name));

/** What a PNG says of itself besides its picture. */
const METADATA: readonly (readonly [what: string, xmp: string, said: RegExp])[] = [
  ['markup for a prompt', provenanceOf(MARKUP), /^What made /],
  [
    'an entity that grows',
    wrap('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', '&b;'),
    /^Nothing is known/,
  ],
  ['an entity of another file', wrap('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', '&e;'), /^Nothing is known/],
  ['megabytes', wrap('', 'x'.repeat(8_000_000)), /^Nothing is known/],
  ['a hundred thousand levels', wrap('', '<a>'.repeat(100_000)), /^Nothing is known/],
];

const Commands = v.object({
  contributes: v.object({ commands: v.array(v.object({ command: v.string(), enablement: v.optional(v.string(), '') })) }),
});

describe('A workspace that somebody else has made', () => {
  const stage = useStage();
  let other: ImagesServer | undefined;
  before(async () => {
    other = await startImagesServer();
  });
  after(() => other?.close());

  async function put(name: string, bytes: Uint8Array = PICTURE): Promise<vscode.Uri> {
    const place = join(folder('first'), unique('theirs'));
    await mkdir(place);
    await writeFile(join(place, name), bytes);
    return vscode.Uri.file(join(place, name));
  }

  it('chooses no server by settings anywhere below its folders', async () => {
    const nested = join(folder('first'), unique('nested'));
    const settings = JSON.stringify({
      'easel.baseUrl': other?.baseUrl,
      'easel.servers': [{ name: 'x', baseUrl: other?.baseUrl }],
    });
    await write(join(nested, '.vscode', 'settings.json'), settings);
    await write(join(nested, 'x.code-workspace'), JSON.stringify({ folders: [], settings: JSON.parse(settings) }));
    await write(join(nested, 'post.md'), 'One.\n\nA lamp in fog\n\nTwo.\n');
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(join(nested, 'post.md')));
    editor.selection = new vscode.Selection(2, 0, 2, 13);
    await generateOne();
    assert.deepEqual([other?.requests.length, stage.server.posts.length], [0, 1]);
  });

  for (const [what, name] of NAMES) {
    it(`has a picture whose name is ${what}: it is taken for text, and what is made of it has a plain name`, async () => {
      const picture = await put(`${name}.png`);
      await configure({ variationCount: 1 });
      const made: unknown = await vscode.commands.executeCommand('easel.vary', picture);
      const [file] = Array.isArray(made) ? made : [];
      assert.ok(file instanceof vscode.Uri, JSON.stringify(stage.shown));
      assert.match(nameOf(file), /^[^<>:"/\\|?*\p{Cc}\p{Cf}]+\.png$/u);
      assert.ok(Buffer.byteLength(nameOf(file)) <= 204 && !/^[. ]|[. ]\.png$/.test(nameOf(file)), nameOf(file));
      assert.ok((await readdir(join(folder('first'), 'assets'))).includes(nameOf(file)));

      const { editor } = await openFile('md', 'One.\n\n⟦⟧\n');
      await vscode.commands.executeCommand('easel.insert');
      const tokens = new MarkdownIt({ html: true }).parse(editor.document.getText(), {});
      const parts = tokens.flatMap(({ type, children }) => [type, ...(children ?? []).map((child) => child.type)]);
      assert.equal(parts.filter((type) => type === 'image').length, 1, editor.document.getText());
      assert.deepEqual(
        parts.filter((type) => /html|link|heading/.test(type)),
        [],
        editor.document.getText(),
      );
    });
  }

  for (const [what, xmp, said] of METADATA) {
    it(`has a picture that says of itself ${what}: it is shown as text, at once, and nothing is sent`, async () => {
      const picture = await put('theirs.png', withXmp(xmp));
      const start = performance.now();
      await vscode.commands.executeCommand('easel.whatMadeThis', picture);
      assert.ok(performance.now() - start < 5000);
      const [shown, ...others] = stage.shown;
      assert.match(shown?.text ?? '', said);
      assert.deepEqual(others, []);
      if (said.source.includes('made')) {
        assert.equal(shown?.modal, true, 'links are links in other messages');
        assert.ok(stage.details[0]?.startsWith(MARKUP), stage.details[0]);
      }
      assert.deepEqual(stage.server.requests, []);
    });
  }

  it('has a picture with metadata, which does not leave with it', async () => {
    const picture = await put('theirs.png', withXmp(provenanceOf('a planted place: 52.5, 13.4')));
    await configure({ model: 'gpt-image-1.5', variationCount: 1 });
    await vscode.commands.executeCommand('easel.vary', picture);
    const [sent] = stage.server.posts[0]?.files ?? [];
    assert.ok(sent && !Buffer.from(sent.bytes).includes('planted place'));
  });

  it('sends and writes nothing by any command while it is not trusted', async () => {
    const picture = await put('theirs.png', withXmp(provenanceOf(MARKUP)));
    const { editor } = await openFile('md', `A ⟦${MARKUP}⟧.\n`);
    const before = [await readdir(folder('first'), { recursive: true }), editor.document.getText()];
    const extension = vscode.extensions.getExtension('easel.easel');
    const all = v.parse(Commands, extension?.packageJSON).contributes.commands;
    const guarded = all.filter(({ enablement }) => /\bisWorkspaceTrusted\b/.test(enablement)).map(({ command }) => command);
    assert.ok(guarded.length >= 20, guarded.join());
    const untrust = replace(vscode.workspace, { isTrusted: false });
    try {
      for (const command of guarded) {
        stage.press(({ buttons }) => buttons[0]);
        for (const given of [undefined, picture, { prompt: MARKUP }]) await vscode.commands.executeCommand(command, given);
      }
    } finally {
      untrust();
    }
    assert.deepEqual(stage.server.requests, []);
    assert.deepEqual([await readdir(folder('first'), { recursive: true }), editor.document.getText()], before);
    const said = new Set(stage.shown.map(({ text }) => text));
    assert.deepEqual([...said], ['Easel sends and writes nothing in a workspace that you do not trust.']);
    assert.deepEqual(await readFile(picture.fsPath), Buffer.from(withXmp(provenanceOf(MARKUP))));
  });
});

/** XMP as Easel writes it. */
function provenanceOf(prompt: string): string {
  const options = { ...DEFAULT_OPTIONS, model: 'sd-xl' };
  return toXmp({ prompt, model: 'sd-xl', server: 'https://example.com', made: 'generated', options, at: 0, tool: 'Easel 9.9.9' });
}

/** XMP of another program, with a prompt of any markup. */
function wrap(head: string, prompt: string): string {
  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
  const iptc = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/';
  return `${head}<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="${rdf}" xmlns:i="${iptc}"><r:Description>
    <i:AIPromptInformation>${prompt}</i:AIPromptInformation></r:Description></r:RDF></x:xmpmeta>`;
}

function withXmp(xmp: string): Uint8Array {
  const body = Buffer.from(`iTXtXML:com.adobe.xmp\0\0\0\0\0${xmp}`);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length - 4, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return new Uint8Array(
    Buffer.concat([PICTURE.subarray(0, 33), frame.subarray(0, 4), body, frame.subarray(4), PICTURE.subarray(33)]),
  );
}
