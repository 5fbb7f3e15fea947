import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Target } from './target.ts'

export const NAMESPACE = 'conformance'
export const KUBECTL_NAMESPACE = 'conformance-kubectl'
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
export const GADGETS = `/apis/conformance.test/v1/namespaces/${NAMESPACE}/gadgets`
export const VIRTUAL_SERVICES = `/apis/networking.istio.io/v1/namespaces/${NAMESPACE}/virtualservices`
export const CONFIG_MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`

const text = { type: 'string' }

/** A kind with a field for each rule that a schema can have. */
export const GADGET_DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gadgets.conformance.test' },
  spec: {
    group: 'conformance.test',
    scope: 'Namespaced',
    names: { plural: 'gadgets', kind: 'Gadget', shortNames: ['gdg'] },
    versions: ['v1', 'v1beta1'].map((name) => ({
      name,
      served: true,
      storage: name === 'v1',
      subresources: { status: {} },
      additionalPrinterColumns: [
        { name: 'Mode', type: 'string', jsonPath: '.spec.mode' },
        { name: 'Hosts', type: 'string', jsonPath: '.spec.hosts' },
        {
          name: 'Ready',
          type: 'string',
          jsonPath: '.status.conditions[?(@.type=="Ready")].status',
        },
        { name: 'Size', type: 'integer', jsonPath: '.spec.size', priority: 1 },
        { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
      ],
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              required: ['hosts'],
              properties: {
                hosts: { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 3 },
                mode: { type: 'string', enum: ['A', 'B'], default: 'A' },
                size: { type: 'integer', format: 'int32', minimum: 1, maximum: 10 },
                count: { type: 'integer' },
                name: { type: 'string', pattern: '^[a-z]+$', maxLength: 5 },
                port: { 'x-kubernetes-int-or-string': true },
                set: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
                list: {
                  type: 'array',
                  'x-kubernetes-list-type': 'map',
                  'x-kubernetes-list-map-keys': ['name'],
                  items: { type: 'object', required: ['name'], properties: { name: text } },
                },
                labels: { type: 'object', additionalProperties: text },
                free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                note: { type: 'string', nullable: true },
                since: { type: 'string', format: 'date-time' },
                choice: {
                  type: 'object',
                  properties: { a: text, b: text },
                  oneOf: [{ required: ['a'] }, { required: ['b'] }],
                },
              },
            },
            status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      },
    })),
  },
}

export const gadget = (name: string, spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'conformance.test/v1',
  kind: 'Gadget',
  metadata: { name, ...metadata },
  spec: { hosts: ['a'], ...spec },
})

export const configMap = (name: string, data: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
})

export function assertStatus(answer: Answer, status: number): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body).slice(0, 600))
}

/** Sets the same stage everywhere: a namespace, the gadgets, and Istio's VirtualService. */
export async function prepare(target: Target, definitions: readonly object[]): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }
  assertStatus(await target.call('POST', '/api/v1/namespaces', { body: namespace }), 201)
  for (const body of [GADGET_DEFINITION, ...definitions])
    assert.ok([201, 409].includes((await target.call('POST', CRDS, { body })).status))
  const peers = '/apis/security.istio.io/v1/peerauthentications'
  for (const path of [GADGETS, VIRTUAL_SERVICES, peers]) await served(target, path)
  for (const path of ['/apis/networking.istio.io/v1', '/apis/conformance.test/v1'])
    await discovered(target, path)
}

/** What is served is discovered a moment later still, and in both forms. */
async function discovered(target: Target, path: string): Promise<void> {
  const [, , group, version] = path.split('/')
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  const isThere = async () => {
    if (!((await target.call('GET', path)).body.resources?.length > 0)) return false
    const { body } = await target.call('GET', '/apis', { accept })
    const found = body.items.find((one: Discovered) => one.metadata.name === group)
    const served = found?.versions.find((one: { version: string }) => one.version === version)
    return served?.resources.length > 0
  }
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isThere()) return
    await sleep(100)
  }
  throw new Error(`${target.name} does not discover ${path}`)
}

type Discovered = { metadata: { name: string } }

/** A definition is established a moment after it is created. */
export async function served(target: Target, path: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await target.call('GET', path)).status === 200) return
    await sleep(100)
  }
  throw new Error(`${target.name} does not serve ${path}`)
}

/** What of an error must be the same everywhere: code, reason, and the fields that are to blame. */
export function errorOf(answer: Answer): object {
  const causes: { field?: string; reason?: string }[] = answer.body.details?.causes ?? []
  // The real server names no field for what it finds beside one, and stops at different places.
  const blamed = causes.filter((cause) => cause.field !== '<nil>')
  return {
    code: answer.status,
    reason: answer.body.reason,
    fields: blamed.map(({ field, reason }) => `${field} ${reason}`).sort(),
  }
}
