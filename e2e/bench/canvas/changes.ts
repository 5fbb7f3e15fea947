import { list, record } from '#lib/resources/field.ts'
import { parseRef } from '#lib/resources/reference.ts'
import { pathOf } from '../store/served-cluster.ts'

/** Writes of one VirtualService's weights straight to the API server, there and back again. */
export async function weightsOf(api: string, ref: string): Promise<() => Promise<void>> {
  const { namespace = '', name = '' } = parseRef(ref) ?? {}
  const path = pathOf(api, 'networking.istio.io/v1', 'virtualservices', namespace, name)
  const object = record(await (await fetch(path)).json())
  const [first] = list(record(object.spec).http).flatMap((route) => list(record(route).route))
  let weights = record(first).weight === 61 ? [61, 39] : [37, 63]
  return async () => {
    // Never what stands there already: nothing would change.
    weights = weights[0] === 61 ? [37, 63] : [61, 39]
    const http = list(record(object.spec).http)
      .map(record)
      .map((route) => ({
        ...route,
        route: list(route.route)
          .map(record)
          .map((one, i, all) => (all.length < 2 ? one : { ...one, weight: weights[i] })),
      }))
    await sent(path, 'PATCH', { spec: { http } })
  }
}

/** One more Service beside the others of a namespace. */
export async function addService(api: string, namespace: string, name: string): Promise<void> {
  const path = pathOf(api, 'v1', 'services', namespace, '').replace(/\/$/, '')
  await sent(path, 'POST', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
  })
}

/** Routes a Service on to another one. */
export async function addRoute(
  api: string,
  namespace: string,
  name: string,
  to: string,
): Promise<void> {
  const root = pathOf(api, 'networking.istio.io/v1', 'virtualservices', namespace, '')
  await sent(root.replace(/\/$/, ''), 'POST', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace },
    spec: {
      hosts: [`${name}.${namespace}.svc.cluster.local`],
      http: [{ route: [{ destination: { host: `${to}.${namespace}.svc.cluster.local` } }] }],
    },
  })
}

async function sent(path: string, method: 'PATCH' | 'POST', body: object): Promise<void> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  const answer = await fetch(path, {
    method,
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`)
}
