import { createReader } from '../imagesRequest.ts';
import type { RecordedRequest } from '../imagesServer.ts';
import { Rejection, type Shape } from './emulator.ts';
import { openAIRoutes } from './openai.ts';
import { textOf } from './pictures.ts';

/** How the model was called when it was deployed. */
export const DEPLOYMENT = 'pictures';

const AZURE: Omit<Shape, 'base' | 'routes'> = {
  kind: 'azure',
  keyHeader: 'api-key',
  read: createReader(),
  models: ['gpt-image-2-2026-04-21'],
  error: (status, message, { code }) => ({ error: { code: code ?? String(status), message } }),
  notFound: { error: { code: '404', message: 'Resource not found' } },
};

/** The v1 API: the deployment is the model. */
export const azure: Shape = {
  ...AZURE,
  base: '/openai/v1',
  routes: openAIRoutes((request) => {
    judgeType(request);
    if (textOf(request, 'model') === DEPLOYMENT) return;
    const message = 'The API deployment for this resource does not exist.';
    throw new Rejection(404, message, { code: 'DeploymentNotFound' });
  }),
};

/** The deployment in the path, and a version behind it. */
export const azureDeployment: Shape = {
  ...AZURE,
  base: `/openai/deployments/${DEPLOYMENT}`,
  query: '?api-version=2025-04-01-preview',
  list: '/openai/models',
  routes: openAIRoutes(judgeType),
};

function judgeType(request: RecordedRequest): void {
  if (textOf(request, 'output_format') !== 'webp') return;
  throw new Rejection(400, 'Unsupported output format: webp', { code: 'invalid_value', param: 'output_format' });
}
