import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { bootScript } from './boot-script.ts'

type Policy = Record<'createScriptURL' | 'createHTML' | 'createScript', (text: string) => string>

/** Runs the script in a document of its own and answers what it set up. */
function boot({ development = false, theme = '' } = {}) {
  class HTMLStyleElement {
    nonce = ''
  }
  class Other {
    nonce = ''
  }
  const policies = new Map<string, Policy>()
  const document = {
    currentScript: { nonce: 'N' },
    baseURI: 'http://127.0.0.1:3000/c/topology',
    documentElement: { dataset: {} as Record<string, string> },
    createElement: (name: string) => (name === 'style' ? new HTMLStyleElement() : new Other()),
  }
  runInNewContext(bootScript({ development }), {
    document,
    HTMLStyleElement,
    URL,
    TypeError,
    location: new URL(document.baseURI),
    localStorage: { getItem: () => theme },
    window: {
      trustedTypes: {
        createPolicy: (name: string, policy: Policy) => void policies.set(name, policy),
      },
    },
  })
  const policy = policies.get('default')
  assert.ok(policy)
  return { document, policy }
}

test('a style that a script inserts gets the nonce, other elements do not', () => {
  const { document } = boot()
  assert.equal(document.createElement('style').nonce, 'N')
  assert.equal(document.createElement('script').nonce, '')
})

const scripts = [
  { url: '/_next/static/chunks/a.js', own: true },
  { url: 'http://127.0.0.1:3000/_next/static/chunks/a.js?v=1', own: true },
  { url: 'http://evil.test/_next/static/a.js', own: false },
  { url: '//evil.test/_next/static/a.js', own: false },
  { url: '/api/clusters/c/resources/core/v1/configmaps/a/b', own: false },
  { url: '/_next/static/../../api/health', own: false },
  { url: 'data:text/javascript,1', own: false },
  { url: 'blob:http://127.0.0.1:3000/1', own: false },
  { url: 'javascript:1', own: false },
]
for (const { url, own } of scripts) {
  test(`a script from ${url} is ${own ? 'loaded' : 'refused'}`, () => {
    const { policy } = boot()
    if (own) assert.equal(policy.createScriptURL(url), url)
    else assert.throws(() => policy.createScriptURL(url))
  })
}

test('text never becomes markup; code only in development', () => {
  const { policy } = boot()
  assert.throws(() => policy.createHTML('<b>'))
  assert.throws(() => policy.createScript('1'))
  const inDevelopment = boot({ development: true }).policy
  assert.equal(inDevelopment.createScript('1'), '1')
  assert.throws(() => inDevelopment.createHTML('<b>'))
})

for (const theme of ['light', 'dark']) {
  test(`the ${theme} theme that was chosen is there before the first paint`, () => {
    assert.equal(boot({ theme }).document.documentElement.dataset.theme, theme)
  })
}
test('so is the density', () => {
  assert.deepEqual(boot({ theme: 'roomy' }).document.documentElement.dataset, { density: 'roomy' })
})
test('any other text in storage chooses no theme', () => {
  assert.deepEqual(boot({ theme: 'x" onload="' }).document.documentElement.dataset, {})
})
