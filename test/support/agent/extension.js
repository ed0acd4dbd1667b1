import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import * as vscode from 'vscode';

/** Where the port goes at every start of a window. */
const portFile = process.env.EASEL_TEST_AGENT;

/** Carries out on loopback what a test says: GET lists VS Code's tools, POST calls one, and a hang-up cancels the call. */
export async function activate({ subscriptions }) {
  const server = createServer(async (request, response) => {
    const answer = request.method === 'GET' ? vscode.lm.tools.map(({ name }) => name) : await call(await json(request), response);
    response.end(JSON.stringify(answer));
  });
  subscriptions.push({ dispose: () => server.close() });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await writeFile(portFile, String(server.address().port));
}

async function call({ tool, input }, response) {
  const cancellation = new vscode.CancellationTokenSource();
  response.on('close', () => cancellation.cancel());
  try {
    // Without the token of a chat VS Code asks in a dialog of its own.
    const { content } = await vscode.lm.invokeTool(tool, { toolInvocationToken: undefined, input }, cancellation.token);
    const texts = content.filter((part) => part instanceof vscode.LanguageModelTextPart);
    const images = content.filter((part) => part instanceof vscode.LanguageModelDataPart);
    return {
      text: texts.map(({ value }) => value).join('\n'),
      images: images.map(({ mimeType, data }) => ({ type: mimeType, base64: Buffer.from(data).toString('base64') })),
    };
  } catch (error) {
    return { error: error.message };
  }
}
