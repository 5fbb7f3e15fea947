import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { served } from './stage.ts'
import type { Answer, Target } from './target.ts'

const named = (name: string) => (one: { name: string }) => one.name === name
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

export function discoverySuite(target: Target): void {
  test('groups, versions in order of preference', async () => {
    const { body } = await target.call('GET', '/apis')
    assert.equal(body.kind, 'APIGroupList')
    const group = body.groups.find(named('networking.istio.io'))
    assert.deepEqual(
      group.versions.map((one: { version: string }) => one.version),
      ['v1', 'v1beta1', 'v1alpha3'],
    )
    assert.equal(group.preferredVersion.groupVersion, 'networking.istio.io/v1')
    const one = await target.call('GET', '/apis/networking.istio.io')
    assert.deepEqual(one.body.versions, group.versions)
    assert.equal((await target.call('GET', '/api')).body.versions[0], 'v1')
  })

  test('resources with verbs, short names and subresources', async () => {
    const { body } = await target.call('GET', '/apis/networking.istio.io/v1')
    const found = body.resources.find(named('virtualservices'))
    const { singularName, namespaced, kind, verbs, shortNames } = found
    assert.deepEqual(
      { singularName, namespaced, kind, shortNames, verbs: [...verbs].sort() },
      {
        singularName: 'virtualservice',
        namespaced: true,
        kind: 'VirtualService',
        shortNames: ['vs'],
        verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      },
    )
    assert.ok(body.resources.some(named('virtualservices/status')))
    const core = await target.call('GET', '/api/v1')
    assert.deepEqual(core.body.resources.find(named('services')).shortNames, ['svc'])
    assert.equal(core.body.resources.find(named('nodes')).namespaced, false)
  })

  test('aggregated discovery', async () => {
    const { body } = await target.call('GET', '/apis', { accept: AGGREGATED })
    assert.equal(body.kind, 'APIGroupDiscoveryList')
    const group = body.items.find(
      (one: { metadata: { name: string } }) => one.metadata.name === 'networking.istio.io',
    )
    const resource = group.versions[0].resources.find(
      (one: { resource: string }) => one.resource === 'virtualservices',
    )
    assert.equal(resource.responseKind.kind, 'VirtualService')
    assert.equal(resource.scope, 'Namespaced')
    assert.equal(resource.subresources[0].subresource, 'status')
  })

  test('OpenAPI: an index, and schemas by group, version and kind', async () => {
    const name = 'io.istio.networking.v1.VirtualService'
    const { body } = await documentAt(target, 'apis/networking.istio.io/v1', name)
    const schema = body.components.schemas[name]
    assert.deepEqual(schema['x-kubernetes-group-version-kind'], [
      { group: 'networking.istio.io', kind: 'VirtualService', version: 'v1' },
    ])
    const weight =
      schema.properties.spec.properties.http.items.properties.route.items.properties.weight
    assert.equal(weight.type, 'integer')
    const core = await documentAt(target, 'api/v1', 'io.k8s.api.core.v1.Service')
    assert.equal(core.body.components.schemas['io.k8s.api.core.v1.Service'].type, 'object')
    const item =
      body.paths['/apis/networking.istio.io/v1/namespaces/{namespace}/virtualservices/{name}']
    const parameters = item.patch.parameters.map((one: { name: string }) => one.name)
    assert.ok(parameters.includes('fieldValidation') && parameters.includes('dryRun'))
  })

  test('a definition that comes later is served, and goes with its objects', async () => {
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'lates.conformance.late' },
      spec: {
        group: 'conformance.late',
        scope: 'Cluster',
        names: { plural: 'lates', kind: 'Late' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object' } },
          },
        ],
      },
    }
    assert.equal((await target.call('GET', '/apis/conformance.late/v1/lates')).status, 404)
    const made = await target.call('POST', crds, { body: definition })
    assert.equal(made.status, 201)
    assert.equal(made.body.spec.names.listKind, 'LateList')
    await served(target, '/apis/conformance.late/v1/lates')
    const { body } = await target.call('GET', `${crds}/lates.conformance.late`)
    const established = body.status.conditions.find(
      (one: { type: string }) => one.type === 'Established',
    )
    assert.equal(established.status, 'True')
    assert.deepEqual(body.status.storedVersions, ['v1'])
    const late = { apiVersion: 'conformance.late/v1', kind: 'Late', metadata: { name: 'a' } }
    assert.equal(
      (await target.call('POST', '/apis/conformance.late/v1/lates', { body: late })).status,
      201,
    )
    const wrongName = { ...definition, metadata: { name: 'x.conformance.late' } }
    const refused = await target.call('POST', crds, { body: wrongName })
    assert.equal(refused.status, 422)
  })

  test('what is not there', async () => {
    for (const path of [
      '/apis/nowhere.test/v1/things',
      '/apis/networking.istio.io/v9/virtualservices',
      '/api/v1/things',
    ])
      assert.equal((await target.call('GET', path)).status, 404, path)
    assert.equal((await target.call('DELETE', '/api/v1/namespaces')).status, 405)
  })

  test('reviews', async () => {
    const allowed = await target.call(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      {
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: { verb: 'list', resource: 'pods' } },
        },
      },
    )
    assert.equal(allowed.status, 201)
    assert.equal(allowed.body.status.allowed, true)
    const who = await target.call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    })
    assert.ok(who.body.status.userInfo.groups.includes('system:masters'))
    const rules = await target.call(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      {
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectRulesReview',
          spec: { namespace: 'default' },
        },
      },
    )
    assert.ok(
      rules.body.status.resourceRules.some((one: { verbs: string[] }) => one.verbs.includes('*')),
    )
  })
}

/** The real server publishes the schema of a definition some time after it serves it, and moves the address. */
async function documentAt(target: Target, path: string, schema: string): Promise<Answer> {
  for (;;) {
    const index = await target.call('GET', '/openapi/v3')
    const address = index.body.paths[path]?.serverRelativeURL
    const document = address && (await target.call('GET', address))
    if (document?.body.components?.schemas[schema]) return document
    await sleep(200)
  }
}
