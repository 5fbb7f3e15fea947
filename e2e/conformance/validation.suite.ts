import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  assertStatus,
  CONFIG_MAPS,
  configMap,
  errorOf,
  GADGETS,
  gadget,
  VIRTUAL_SERVICES,
} from './stage.ts'
import type { CallOptions, Method, Target } from './target.ts'

const field = (name: string, reason: string) => [`spec.${name} FieldValue${reason}`]

/** A spec that is refused: which fields are to blame, and what is said of the first. */
const SPECS: readonly { spec: object; fields: readonly string[]; says?: string }[] = [
  {
    spec: { hosts: 'a' },
    fields: field('hosts', 'TypeInvalid'),
    says: 'Invalid value: "string": spec.hosts in body must be of type array: "string"',
  },
  {
    spec: { hosts: ['a', ''] },
    fields: field('hosts[1]', 'Invalid'),
    says: 'Invalid value: "": spec.hosts[1] in body should be at least 1 chars long',
  },
  {
    spec: { hosts: ['a', 'b', 'c', 'd'] },
    fields: field('hosts', 'TooMany'),
    says: 'Too many: 4: must have at most 3 items',
  },
  { spec: { hosts: null }, fields: field('hosts', 'Required'), says: 'Required value' },
  {
    spec: { mode: 'C' },
    fields: field('mode', 'NotSupported'),
    says: 'Unsupported value: "C": supported values: "A", "B"',
  },
  {
    spec: { size: 11 },
    fields: field('size', 'Invalid'),
    says: 'Invalid value: 11: spec.size in body should be less than or equal to 10',
  },
  {
    spec: { size: 0 },
    fields: field('size', 'Invalid'),
    says: 'Invalid value: 0: spec.size in body should be greater than or equal to 1',
  },
  {
    spec: { size: 1.5 },
    fields: field('size', 'TypeInvalid'),
    says: 'Invalid value: "float64": spec.size in body must be of type int32: "float64"',
  },
  {
    spec: { size: '5' },
    fields: field('size', 'TypeInvalid'),
    says: 'Invalid value: "string": spec.size in body must be of type integer: "string"',
  },
  {
    spec: { count: 0.5 },
    fields: field('count', 'TypeInvalid'),
    says: 'Invalid value: "number": spec.count in body must be of type integer: "number"',
  },
  {
    spec: { name: 'A' },
    fields: field('name', 'Invalid'),
    says: 'Invalid value: "A": spec.name in body should match \'^[a-z]+$\'',
  },
  {
    spec: { name: 'abcdef' },
    fields: field('name', 'TooLong'),
    says: 'Too long: may not be more than 5 bytes',
  },
  {
    spec: { port: true },
    fields: field('port', 'TypeInvalid'),
    says: 'Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
  },
  { spec: { set: ['x', 'x'] }, fields: field('set[1]', 'Duplicate'), says: 'Duplicate value: "x"' },
  {
    spec: { list: [{ name: 'x' }, { name: 'x' }] },
    fields: field('list[1]', 'Duplicate'),
    says: 'Duplicate value: {"name":"x"}',
  },
  { spec: { list: [{}] }, fields: field('list[0].name', 'Required'), says: 'Required value' },
  {
    spec: { labels: { k: 1 } },
    fields: field('labels.k', 'TypeInvalid'),
    says: 'Invalid value: "integer": spec.labels.k in body must be of type string: "integer"',
  },
  {
    spec: { since: 'today' },
    fields: field('since', 'TypeInvalid'),
    says: 'Invalid value: "today": spec.since in body must be of type date-time: "today"',
  },
  { spec: { choice: { a: '1', b: '2' } }, fields: [] },
  {
    spec: { size: 50, mode: 'C' },
    fields: ['spec.mode FieldValueNotSupported', 'spec.size FieldValueInvalid'],
  },
]

/** Requests that are refused as a whole. */
const REQUESTS: readonly {
  name: string
  method: Method
  path: string
  options: CallOptions
  error: object
}[] = [
  {
    name: 'a name that is none',
    method: 'POST',
    path: GADGETS,
    options: { body: gadget('B_b') },
    error: { code: 422, reason: 'Invalid', fields: ['metadata.name FieldValueInvalid'] },
  },
  {
    name: 'no name',
    method: 'POST',
    path: GADGETS,
    options: { body: { ...gadget(''), metadata: {} } },
    error: { code: 422, reason: 'Invalid', fields: ['metadata.name FieldValueRequired'] },
  },
  {
    name: 'labels that are none',
    method: 'POST',
    path: GADGETS,
    options: { body: gadget('b', {}, { labels: { 'a b': 'x y' } }) },
    error: {
      code: 422,
      reason: 'Invalid',
      fields: ['metadata.labels FieldValueInvalid', 'metadata.labels FieldValueInvalid'],
    },
  },
  {
    name: 'a label that is a number',
    method: 'POST',
    path: GADGETS,
    options: { body: gadget('b', {}, { labels: { a: 1 } }) },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'a version on create',
    method: 'POST',
    path: GADGETS,
    options: { body: gadget('b', {}, { resourceVersion: '1' }) },
    error: { code: 500, reason: undefined, fields: [] },
  },
  {
    name: 'another namespace',
    method: 'POST',
    path: GADGETS,
    options: { body: gadget('b', {}, { namespace: 'other' }) },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'a namespace that is not there',
    method: 'POST',
    path: GADGETS.replace('/conformance/', '/nowhere/'),
    options: { body: gadget('b') },
    error: { code: 404, reason: 'NotFound', fields: [] },
  },
  {
    name: 'another kind',
    method: 'POST',
    path: GADGETS,
    options: { body: { ...gadget('b'), kind: 'Widget' } },
    error: { code: 422, reason: 'Invalid', fields: ['kind FieldValueInvalid'] },
  },
  {
    name: 'another version',
    method: 'POST',
    path: GADGETS,
    options: { body: { ...gadget('b'), apiVersion: 'conformance.test/v1beta1' } },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'no kind',
    method: 'POST',
    path: GADGETS,
    options: { body: { metadata: { name: 'b' } } },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'half a body',
    method: 'POST',
    path: GADGETS,
    options: { text: '{"a":' },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'no body',
    method: 'POST',
    path: GADGETS,
    options: { text: '' },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'a body of another type',
    method: 'POST',
    path: GADGETS,
    options: { body: {}, type: 'text/plain' },
    error: { code: 415, reason: 'UnsupportedMediaType', fields: [] },
  },
  {
    name: 'fieldValidation that is none',
    method: 'POST',
    path: `${GADGETS}?fieldValidation=Foo`,
    options: { body: gadget('b') },
    error: { code: 422, reason: 'Invalid', fields: ['fieldValidation FieldValueNotSupported'] },
  },
  {
    name: 'a collection replaced',
    method: 'PUT',
    path: GADGETS,
    options: { body: gadget('b') },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'replacing what is not there',
    method: 'PUT',
    path: `${GADGETS}/zz`,
    options: { body: gadget('zz', {}, { resourceVersion: '1' }) },
    error: { code: 404, reason: 'NotFound', fields: [] },
  },
  {
    name: 'patching what is not there',
    method: 'PATCH',
    path: `${GADGETS}/zz`,
    options: { body: {} },
    error: { code: 404, reason: 'NotFound', fields: [] },
  },
  {
    name: 'a strategic patch of a custom object',
    method: 'PATCH',
    path: `${GADGETS}/valid`,
    options: { body: {}, type: 'application/strategic-merge-patch+json' },
    error: { code: 415, reason: 'UnsupportedMediaType', fields: [] },
  },
  {
    name: 'half a patch',
    method: 'PATCH',
    path: `${GADGETS}/valid`,
    options: { text: '{"a' },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'a merge patch that is a list',
    method: 'PATCH',
    path: `${GADGETS}/valid`,
    options: { text: '[]' },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'a patch of the name',
    method: 'PATCH',
    path: `${GADGETS}/valid`,
    options: { body: { metadata: { name: 'q' } } },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'another name in a replacement',
    method: 'PUT',
    path: `${GADGETS}/valid`,
    options: { body: gadget('other', {}, { resourceVersion: '1' }) },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'the same name again',
    method: 'POST',
    path: GADGETS,
    options: { body: gadget('valid') },
    error: { code: 409, reason: 'AlreadyExists', fields: [] },
  },
  {
    name: 'a deletion policy that is none',
    method: 'DELETE',
    path: `${GADGETS}/valid?propagationPolicy=Foo`,
    options: {},
    error: { code: 422, reason: 'Invalid', fields: ['propagationPolicy FieldValueNotSupported'] },
  },
  {
    name: 'an unknown type of Service',
    method: 'POST',
    path: CONFIG_MAPS.replace('configmaps', 'services'),
    options: {
      body: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'p' },
        spec: { type: 'Foo', ports: [{ port: 80 }] },
      },
    },
    error: { code: 422, reason: 'Invalid', fields: ['spec.type FieldValueNotSupported'] },
  },
  {
    name: 'a Service without ports',
    method: 'POST',
    path: CONFIG_MAPS.replace('configmaps', 'services'),
    options: { body: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'p' }, spec: {} } },
    error: { code: 422, reason: 'Invalid', fields: ['spec.ports FieldValueRequired'] },
  },
  {
    name: 'a Pod without containers',
    method: 'POST',
    path: CONFIG_MAPS.replace('configmaps', 'pods'),
    options: { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: {} } },
    error: { code: 422, reason: 'Invalid', fields: ['spec.containers FieldValueRequired'] },
  },
  {
    name: 'a Pod whose containers are a text',
    method: 'POST',
    path: CONFIG_MAPS.replace('configmaps', 'pods'),
    options: {
      body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: 'x' } },
    },
    error: { code: 400, reason: 'BadRequest', fields: [] },
  },
  {
    name: 'a wrong weight of a VirtualService',
    method: 'POST',
    path: VIRTUAL_SERVICES,
    options: {
      body: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'v' },
        spec: { hosts: ['a'], http: [{ route: [{ destination: { host: 'a' }, weight: 1.5 }] }] },
      },
    },
    error: {
      code: 422,
      reason: 'Invalid',
      fields: ['spec.http[0].route[0].weight FieldValueTypeInvalid'],
    },
  },
]

export function validationSuite(target: Target): void {
  describe('validation', () => {
    test('an object that is in order', async () => {
      const spec = {
        port: '80',
        set: ['x', 'y'],
        list: [{ name: 'x' }, { name: 'y' }],
        free: { any: [1] },
        note: null,
        since: '2026-01-02T03:04:05Z',
        choice: { a: '1' },
        count: 2.0,
      }
      const { body, status } = await target.call('POST', `${GADGETS}?fieldValidation=Strict`, {
        body: gadget('valid', spec),
      })
      assert.equal(status, 201)
      assert.deepEqual(body.spec, { hosts: ['a'], mode: 'A', ...spec })
    })

    for (const { spec, fields, says } of SPECS)
      test(`refused: ${JSON.stringify(spec)}`, async () => {
        const answer = await target.call('POST', `${GADGETS}?dryRun=All`, {
          body: gadget('b', spec),
        })
        assert.deepEqual(errorOf(answer), { code: 422, reason: 'Invalid', fields })
        assert.match(answer.body.message, /^Gadget\.conformance\.test "b" is invalid: /)
        if (says !== undefined) assert.equal(answer.body.details.causes[0].message, says)
      })

    for (const { name, method, path, options, error } of REQUESTS)
      test(`refused: ${name}`, async () => {
        assert.deepEqual(errorOf(await target.call(method, path, options)), error)
      })

    test('unknown fields: refused, said or dropped', async () => {
      const body = gadget('unknown', { zz: 1, list: [{ name: 'x', yy: 1 }] })
      const path = (mode: string) => `${GADGETS}?dryRun=All${mode}`
      const strict = await target.call('POST', path('&fieldValidation=Strict'), { body })
      assert.deepEqual(errorOf(strict), { code: 400, reason: 'BadRequest', fields: [] })
      assert.equal(
        strict.body.message,
        'Gadget in version "v1" cannot be handled as a Gadget: strict decoding error: unknown field "spec.list[0].yy", unknown field "spec.zz"',
      )
      for (const mode of ['', '&fieldValidation=Warn']) {
        const warned = await target.call('POST', path(mode), { body })
        assertStatus(warned, 201)
        assert.match(
          warned.warnings.join(),
          /299 - "unknown field \\"spec\.list\[0\]\.yy\\"".*299 - "unknown field \\"spec\.zz\\""/,
        )
        assert.deepEqual(warned.body.spec, { hosts: ['a'], mode: 'A', list: [{ name: 'x' }] })
      }
      const ignored = await target.call('POST', path('&fieldValidation=Ignore'), { body })
      assert.deepEqual(ignored.warnings, [])
      assert.equal(ignored.body.spec.zz, undefined)
    })

    test('unknown fields of metadata, of the object itself and of built-in kinds', async () => {
      const strict = (path: string, body: object) =>
        target.call('POST', `${path}?dryRun=All&fieldValidation=Strict`, { body })
      const messages = [
        (await strict(GADGETS, gadget('b', {}, { foo: 1 }))).body.message,
        (await strict(GADGETS, { ...gadget('b'), foo: 1 })).body.message,
        (await strict(CONFIG_MAPS, { ...configMap('b'), foo: 1 })).body.message,
      ]
      assert.deepEqual(
        messages.map((message) => message.slice(message.indexOf('strict'))),
        [
          'strict decoding error: unknown field "metadata.foo"',
          'strict decoding error: unknown field "foo"',
          'strict decoding error: unknown field "foo"',
        ],
      )
    })

    test('keys that stand twice', async () => {
      const text =
        '{"apiVersion":"conformance.test/v1","kind":"Gadget","metadata":{"name":"d","name":"d"},"spec":{"hosts":["a"],"hosts":["b"]}}'
      const strict = await target.call('POST', `${GADGETS}?dryRun=All&fieldValidation=Strict`, {
        text,
      })
      assert.equal(strict.status, 400)
      assert.match(
        strict.body.message,
        /strict decoding error: duplicate field "metadata\.name", duplicate field "spec\.hosts"$/,
      )
      const warned = await target.call('POST', `${GADGETS}?dryRun=All`, { text })
      assert.deepEqual(warned.body.spec.hosts, ['b'])
    })

    test('a strict patch', async () => {
      const answer = await target.call('PATCH', `${GADGETS}/valid?fieldValidation=Strict`, {
        body: { spec: { zz: 1 } },
      })
      assert.deepEqual(errorOf(answer), {
        code: 422,
        reason: 'Invalid',
        fields: ['patch FieldValueInvalid'],
      })
      assert.match(answer.body.message, /strict decoding error: unknown field "spec\.zz"$/)
    })

    test('a body in YAML', async () => {
      const text =
        'apiVersion: conformance.test/v1\nkind: Gadget\nmetadata: {name: yaml}\nspec:\n  hosts: [a]\n  port: 0x10\n'
      const made = await target.call('POST', `${GADGETS}?dryRun=All`, {
        text,
        type: 'application/yaml',
      })
      assertStatus(made, 201)
      assert.equal(made.body.spec.port, 16)
    })
  })
}
