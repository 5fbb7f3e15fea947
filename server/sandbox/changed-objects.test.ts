import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSandbox } from './index.ts'

const map = (name: string, value: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  data: { value },
})

test('a sandbox knows what is no longer as it was loaded', async () => {
  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [map('kept', '1'), map('changed', '1'), map('deleted', '1'), map('put-back', '1')],
  })
  const { url, changed, stop } = await startSandbox({ texts: [{ name: 'x', text }] })
  const send = async (method: string, name: string, value = '') => {
    const path = `${url}/api/v1/namespaces/shop/configmaps${method === 'POST' ? '' : `/${name}`}`
    const response = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'DELETE' ? {} : { body: JSON.stringify(map(name, value)) }),
    })
    assert.ok(response.ok, await response.text())
  }
  try {
    assert.deepEqual(changed(), [])
    await send('PUT', 'kept', '1')
    await send('PUT', 'changed', '2')
    await send('DELETE', 'deleted')
    await send('POST', 'new', '1')
    await send('PUT', 'put-back', '2')
    await send('DELETE', 'put-back')
    await send('POST', 'put-back', '1')
    const one = (op: string, name: string) => ({ op, kind: 'ConfigMap', namespace: 'shop', name })
    assert.deepEqual(changed(), [
      one('changed', 'changed'),
      one('created', 'new'),
      one('deleted', 'deleted'),
    ])
  } finally {
    await stop()
  }
})
