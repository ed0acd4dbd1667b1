/** What says which proxy requests go by. */
export interface ProxySources {
  /** The setting `http.proxy`. */
  readonly setting: string;
  /** The setting `http.proxySupport`; with `off` VS Code leaves the requests of extensions alone. */
  readonly support: string;
  /** The setting `http.noProxy`. */
  readonly except: readonly string[];
  /** The environment's variables, each by its name as it is set: `HTTPS_PROXY`, `no_proxy` … */
  readonly environment: Readonly<Record<string, string>>;
}

/** By which proxy a server is reached, as far as settings and the environment say; the system may have one of its own. */
export type ProxyUse =
  | { readonly kind: 'none' }
  /** `by`: the setting or the variable that names it; `address` without user and password. */
  | { readonly kind: 'used' | 'off'; readonly by: string; readonly address: string }
  /** `except`: what makes an exception of the server; absent for this machine, which is always one. */
  | { readonly kind: 'excepted'; readonly by: string; readonly address: string; readonly except?: string };

/** VS Code never uses a proxy for these. */
const DIRECT: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
/** In this order, whether the server is reached by https or not. */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/** Goes by VS Code's own rules. Source: the package `@vscode/proxy-agent` that it has. */
export function proxyOf(baseUrl: string, sources: ProxySources): ProxyUse {
  const url = new URL(baseUrl);
  const variable = VARIABLES.find((name) => sources.environment[name]);
  const by = sources.setting ? 'http.proxy' : variable;
  if (by === undefined) return { kind: 'none' };
  const proxy = { by, address: withoutCredentials(sources.setting || (sources.environment[by] ?? '')) };
  if (sources.support === 'off') return { kind: 'off', ...proxy };
  if (DIRECT.includes(url.hostname)) return { kind: 'excepted', ...proxy };
  const except = exceptionOf(url, sources);
  return except === undefined ? { kind: 'used', ...proxy } : { kind: 'excepted', ...proxy, except };
}

/** Where the setting has exceptions, those of the environment do not count. */
function exceptionOf(url: URL, { except, environment }: ProxySources): string | undefined {
  if (except.length > 0) return except.some((entry) => matches(url, entry)) ? 'http.noProxy' : undefined;
  const name = ['no_proxy', 'NO_PROXY'].find((one) => environment[one]);
  return name !== undefined && environment[name]?.split(',').some((entry) => matches(url, entry)) ? name : undefined;
}

/** An entry is `*`, a name that names below it match too, or one of these with a port. */
function matches({ hostname, port, protocol }: URL, entry: string): boolean {
  if (entry.trim() === '*') return true;
  const [name = '', only] = entry
    .trim()
    .toLowerCase()
    .split(/:(?=\d+$)/);
  if (only !== undefined && only !== (port || (protocol === 'https:' ? '443' : '80'))) return false;
  const plain = name.replace(/^\*?\./, '');
  return plain !== '' && (hostname === plain || hostname.endsWith(`.${plain}`));
}

/** Scheme, host and port of a proxy; "…" where it cannot be read, for it may hold a password. */
function withoutCredentials(value: string): string {
  const whole = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(whole)) return '…';
  const { protocol, host } = new URL(whole);
  return host ? `${protocol}//${host}` : '…';
}
