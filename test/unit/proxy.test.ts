import assert from 'node:assert/strict';
import { type ProxySources, type ProxyUse, proxyOf } from '../../src/core/proxy.ts';

const BARE: ProxySources = { setting: '', support: 'override', except: [], environment: {} };
const SETTING = { setting: 'http://me:secret@proxy.example:3128' };
const BY_SETTING = { by: 'http.proxy', address: 'http://proxy.example:3128' };

describe('the proxy to a server', () => {
  const table: readonly (readonly [string, string, Partial<ProxySources>, ProxyUse])[] = [
    ['none', 'https://api.example', {}, { kind: 'none' }],
    ['the setting, without user and password', 'https://api.example', SETTING, { kind: 'used', ...BY_SETTING }],
    [
      'the setting, before the environment',
      'https://api.example',
      { ...SETTING, environment: { HTTPS_PROXY: 'http://b' } },
      { kind: 'used', ...BY_SETTING },
    ],
    [
      'the environment',
      'https://api.example',
      { environment: { HTTPS_PROXY: 'http://b:1' } },
      { kind: 'used', by: 'HTTPS_PROXY', address: 'http://b:1' },
    ],
    [
      'its small letters first',
      'https://api.example',
      { environment: { HTTPS_PROXY: 'http://b', https_proxy: 'http://a' } },
      { kind: 'used', by: 'https_proxy', address: 'http://a' },
    ],
    [
      'that of http for https too',
      'https://api.example',
      { environment: { http_proxy: 'http://a' } },
      { kind: 'used', by: 'http_proxy', address: 'http://a' },
    ],
    [
      'that of https for http too',
      'http://api.example',
      { environment: { HTTPS_PROXY: 'http://a' } },
      { kind: 'used', by: 'HTTPS_PROXY', address: 'http://a' },
    ],
    ['without a scheme', 'https://api.example', { setting: 'me:secret@proxy.example:3128' }, { kind: 'used', ...BY_SETTING }],
    [
      'one that cannot be read',
      'https://api.example',
      { setting: 'http://me:sec ret@' },
      { kind: 'used', by: 'http.proxy', address: '…' },
    ],
    ['switched off', 'https://api.example', { ...SETTING, support: 'off' }, { kind: 'off', ...BY_SETTING }],
    ['not for this machine', 'http://127.0.0.1:8080', SETTING, { kind: 'excepted', ...BY_SETTING }],
    [
      'not for an exception of the setting',
      'https://api.example',
      { ...SETTING, except: ['api.example'] },
      { kind: 'excepted', ...BY_SETTING, except: 'http.noProxy' },
    ],
    [
      'not for names below an exception',
      'https://api.example',
      { ...SETTING, environment: { NO_PROXY: 'x, .example' } },
      { kind: 'excepted', ...BY_SETTING, except: 'NO_PROXY' },
    ],
    [
      'whose exceptions in the environment count for nothing beside those of the setting',
      'https://api.example',
      { ...SETTING, except: ['x'], environment: { NO_PROXY: '*' } },
      { kind: 'used', ...BY_SETTING },
    ],
    [
      'not for a port',
      'https://api.example',
      { ...SETTING, except: ['api.example:443'] },
      { kind: 'excepted', ...BY_SETTING, except: 'http.noProxy' },
    ],
    [
      'for another port',
      'https://api.example:8443',
      { ...SETTING, except: ['api.example:443'] },
      { kind: 'used', ...BY_SETTING },
    ],
    [
      'for a name that only ends so',
      'https://myapi.example',
      { ...SETTING, except: ['api.example', '', '.'] },
      { kind: 'used', ...BY_SETTING },
    ],
    [
      'for nobody',
      'https://api.example',
      { ...SETTING, environment: { no_proxy: '*' } },
      { kind: 'excepted', ...BY_SETTING, except: 'no_proxy' },
    ],
  ];
  for (const [what, url, sources, wanted] of table) {
    it(what, () => {
      assert.deepEqual(proxyOf(`${url}/v1`, { ...BARE, ...sources }), wanted);
    });
  }
});
