import { editorInUse } from '../../documents/source.ts';
import { requireTrust } from '../../trust.ts';
import { type CommandParts, registerCommand } from '../parts.ts';

/** `easel.insertImage`: any image of the workspace, at the cursor; without an editor its reference is copied. */
export function registerInsertImage(parts: CommandParts): void {
  registerCommand('easel.insertImage', parts, async () => {
    requireTrust();
    const editor = editorInUse();
    // The cursor as it is now: the list may be open for minutes.
    const anchor = editor && parts.anchors.take(editor.document, editor.selection);
    const { chooseWorkspaceImage } = await import('../../documents/imageList.ts');
    const uri = await chooseWorkspaceImage();
    if (!uri) return;
    await parts.remember();
    const { illustrationOf } = await import('../../documents/illustration.ts');
    const image = await illustrationOf(uri, parts.store);
    if (anchor === undefined) return parts.insertion.copyFileReference(image);
    const inserted = await parts.insertion.file(image, anchor);
    const ours = [...parts.store.state.pictures.values()].find(({ uri, state }) => uri === image.uri && state === 'kept');
    const document = parts.anchors.uriOf(anchor);
    if (inserted.kind === 'inserted' && ours && document) await parts.insertion.noteInserted(ours.id, document);
  });
}
