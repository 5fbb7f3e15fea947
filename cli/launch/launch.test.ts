import assert from 'node:assert/strict'
import { test } from 'node:test'
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
]
for (const { args, expected } of accepted) {
  test(`start ${args.join(' ') || 'without options'} is understood`, () => {
    assert.partialDeepStrictEqual(parseOptions(args), expected)
  })
}

const refused = [
  { args: ['--prot', '1'], says: /"--prot" is no option/ },
  { args: ['--port'], says: /--port needs a value/ },
  { args: ['--port', '70000'], says: /from 1 to 65535/ },
  { args: ['--sandbox', 'no-such-file.yaml'], says: /no such file or folder/ },
  { args: ['--kubeconfig', 'no-such-file'], says: /no such file/ },
  { args: ['--sandbox', '--context', 'x'], says: /exclude each other/ },
  { args: ['--link', 'https://a?x=1'], says: /a link is a name, then =/ },
  { args: ['--link', 'A=ftp://a'], says: /a link is a name, then =/ },
  { args: ['stray'], says: /"stray" is no option/ },
]
for (const { args, says } of refused) {
  test(`start ${args.join(' ')} is refused with the reason`, () => {
    assert.throws(() => parseOptions(args), says)
  })
}
