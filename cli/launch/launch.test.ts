import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBasePath, parsePublicUrl } from './public-address.mjs'
import { isNewEnough } from './runtime.mjs'
import { parseOptions } from './start.mjs'

for (const [version, expected] of [
  ['v20.20.2', false],
  ['v22.18.0', false],
  ['v22.19.0', true],
  ['v24.21.0', true],
  ['v26.0.0', true],
] as const) {
  test(`Node ${version} is ${expected ? '' : 'not '}new enough`, () => {
    assert.equal(isNewEnough(version), expected)
  })
}

const accepted = [
  { args: [], expected: { port: 3000, host: '127.0.0.1', open: true, readOnly: false } },
  { args: ['--port', '4000', '--no-open'], expected: { port: 4000, open: false } },
  { args: ['--port=4001'], expected: { port: 4001 } },
  { args: ['--sandbox', '--read-only'], expected: { sandbox: [], readOnly: true } },
  {
    args: ['--link', 'A=https://a/{name}?x=1', '--link=B=http://b/'],
    expected: { links: ['A=https://a/{name}?x=1', 'B=http://b/'] },
  },
  { args: ['--sandbox', 'package.json', 'lib', '--port', '1'], expected: { port: 1 } },
  { args: ['--sample', 'hairpin'], expected: { sample: 'hairpin' } },
  { args: ['--sandbox', '--sample=prisma'], expected: { sample: 'prisma', sandbox: [] } },
]
for (const { args, expected } of accepted) {
  test(`start ${args.join(' ') || 'without options'} is understood`, () => {
    assert.partialDeepStrictEqual(parseOptions(args), expected)
  })
}

for (const { given, expected } of [
  { given: undefined, expected: '' },
  { given: '', expected: '' },
  { given: '/', expected: '' },
  { given: '/mesh', expected: '/mesh' },
  { given: ' /tools/mesh-1.2_~ ', expected: '/tools/mesh-1.2_~' },
]) {
  test(`--base-path ${given} is ${expected || 'the root'}`, () => {
    assert.equal(parseBasePath(given), expected)
  })
}

for (const { given, says } of [
  { given: 'mesh', says: /starts with a slash/ },
  { given: '/mesh/', says: /ends without a slash/ },
  { given: '/a//b', says: /nothing between two slashes/ },
  { given: '/a/../b', says: /"\.\." is no part/ },
  { given: '/./b', says: /"\." is no part/ },
  { given: '/mesh?x=1', says: /no query/ },
  { given: '/mesh#x', says: /no query and no fragment/ },
  { given: 'https://x.example/mesh', says: /this is an address/ },
  { given: 'C:/Program Files/Git/mesh', says: /this is an address/ },
  { given: '/me sh', says: /"me sh" has characters/ },
  { given: "/m'+alert(1)+'", says: /has characters/ },
  { given: '/m%2e', says: /has characters/ },
  { given: '/:cluster', says: /has characters/ },
]) {
  test(`--base-path ${given} is refused with the reason and the way out`, () => {
    assert.throws(() => parseBasePath(given), {
      message: says,
      fix: /Write it like \/mesh/,
    } as unknown as Error)
  })
}

test('the base path comes from the option, else from the environment, and says which was wrong', () => {
  const env = { MESHWRIGHT_BASE_PATH: '/env' }
  assert.equal(parseOptions([], env).basePath, '/env')
  assert.equal(parseOptions(['--base-path', '/mesh'], env).basePath, '/mesh')
  assert.equal(parseOptions(['--base-path=/'], env).basePath, '')
  assert.throws(
    () => parseOptions([], { MESHWRIGHT_BASE_PATH: 'x' }),
    /^Error: MESHWRIGHT_BASE_PATH x/,
  )
})

test('a public address is an origin, and its path the base path', () => {
  assert.equal(parsePublicUrl('https://x.example/mesh', '/mesh'), 'https://x.example')
  assert.equal(parsePublicUrl('https://x.example/', '/mesh'), 'https://x.example')
  assert.equal(parsePublicUrl(undefined, ''), '')
  assert.throws(() => parsePublicUrl('https://x.example/mesh', ''), /no --base-path is given/)
  assert.throws(() => parsePublicUrl('ftp://x.example', ''), /no http or https address/)
  assert.throws(
    () => parsePublicUrl('https://u:secret@x.example', ''),
    (error: Error) => {
      return /without user/.test(error.message) && !error.message.includes('secret')
    },
  )
})

const refused = [
  { args: ['--prot', '1'], says: /"--prot" is no option/ },
  { args: ['--port'], says: /--port needs a value/ },
  { args: ['--port', '70000'], says: /from 1 to 65535/ },
  { args: ['--sandbox', 'no-such-file.yaml'], says: /no such file or folder/ },
  { args: ['--kubeconfig', 'no-such-file'], says: /no such file/ },
  { args: ['--sandbox', '--context', 'x'], says: /exclude each other/ },
  { args: ['--link', 'https://a?x=1'], says: /a link is a name, then =/ },
  { args: ['--link', 'A=ftp://a'], says: /a link is a name, then =/ },
  {
    args: ['--sample', 'bokinfo'],
    says: /--sample bokinfo: there is no such sample\. One of: bookinfo, hairpin, .*large/,
  },
  { args: ['--sample'], says: /--sample needs a value/ },
  { args: ['--sandbox', 'lib', '--sample', 'large'], says: /exclude each other/ },
  { args: ['--sample', 'large', '--context', 'x'], says: /exclude each other/ },
  { args: ['stray'], says: /"stray" is no option/ },
]
for (const { args, says } of refused) {
  test(`start ${args.join(' ')} is refused with the reason`, () => {
    assert.throws(() => parseOptions(args), says)
  })
}
