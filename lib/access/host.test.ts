import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOwnHost } from './host.ts'

const loopback = { host: '127.0.0.1', port: 3000 }
const everywhere = { host: '0.0.0.0', port: 3000 }
const proxied = { ...loopback, publicUrl: 'https://tools.example' }
const named = { host: 'mesh.example', port: 80 }

const rows = [
  { on: loopback, header: '127.0.0.1:3000', own: true },
  { on: loopback, header: 'localhost:3000', own: true },
  { on: loopback, header: 'LOCALHOST:3000', own: true },
  { on: loopback, header: '[::1]:3000', own: true },
  { on: loopback, header: 'localhost', own: false },
  { on: loopback, header: 'localhost:3001', own: false },
  { on: loopback, header: 'evil.test:3000', own: false },
  { on: loopback, header: 'evil.test', own: false },
  { on: loopback, header: 'localhost.evil.test:3000', own: false },
  { on: loopback, header: '127.0.0.1.evil.test:3000', own: false },
  { on: loopback, header: 'localhost:3000@evil.test', own: false },
  { on: loopback, header: 'evil.test:3000@localhost:3000', own: false },
  { on: loopback, header: '192.168.1.7:3000', own: false },
  { on: loopback, header: '[::1:3000', own: false },
  { on: loopback, header: '', own: false },
  { on: loopback, header: null, own: false },
  { on: everywhere, header: '192.168.1.7:3000', own: true },
  { on: everywhere, header: '[fd00::7]:3000', own: true },
  { on: everywhere, header: 'evil.test:3000', own: false },
  { on: named, header: 'mesh.example', own: true },
  { on: named, header: 'mesh.example:80', own: true },
  { on: named, header: 'mesh.example:8080', own: false },
  { on: proxied, header: 'tools.example', own: true },
  { on: proxied, header: 'Tools.Example', own: true },
  { on: proxied, header: 'tools.example:3000', own: false },
  { on: proxied, header: 'evil.tools.example', own: false },
  { on: proxied, header: 'https://tools.example', own: false },
  { on: proxied, header: '127.0.0.1:3000', own: true },
  { on: { host: '::1', port: 3000 }, header: '[::1]:3000', own: true },
  { on: { host: 'fd00::7', port: 3000 }, header: '[fd00::7]:3000', own: true },
]

for (const { on, header, own } of rows) {
  test(`Host "${header}" is ${own ? 'served' : 'refused'} on ${on.host}:${on.port}`, () => {
    assert.equal(isOwnHost(header, on), own)
  })
}
