import * as v from 'valibot';
import { Failed } from '../../core/failure.ts';

const NodeError = v.object({ code: v.optional(v.string(), ''), message: v.optional(v.string(), '') });

/**
 * What a broken connection means. `connected`: it had been opened, so the server may have begun to work.
 * Returns `Failed` `unreachable`, `incomplete` or `notAnApi`.
 */
export function translateConnectionError(error: unknown, url: URL, connected: boolean): Failed {
  if (error instanceof Failed) return error;
  const { host } = url;
  const parsed = v.safeParse(NodeError, error);
  const { code, message } = parsed.success ? parsed.output : { code: '', message: '' };
  // Node's parser: what answers does not speak HTTP.
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE')
    return new Failed({ kind: 'notAnApi', host, status: 0 }, error);
  // A plain connection can be reset before our side has seen that it was open: what it carried nobody knows.
  const isReset = url.protocol === 'http:' && (code === 'ECONNRESET' || code === 'EPIPE');
  if (connected || isReset) return new Failed({ kind: 'incomplete' }, error);
  return new Failed({ kind: 'unreachable', host, reason: reasonOf(code, message) }, error);
}

function reasonOf(code: string, message: string) {
  if (/prox(y|ies)/i.test(message)) return 'proxy';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknownHost';
  if (code === 'ECONNREFUSED') return 'refused';
  return /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|ISSUER|HOSTNAME_MISMATCH/.test(code) ? 'certificate' : 'other';
}
