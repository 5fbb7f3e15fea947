import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Pod } from '#lib/model/pod.ts'
import { samplePod } from '#lib/model/workload.ts'
import { at, own, records, text } from '#lib/resources/field.ts'
import type { Check, Report } from '../../provider.ts'
import type { Server } from '../gateway.ts'
import { istioOf } from './istio-of.ts'

type Mount = { readonly path: string; readonly source: string }

/** Where the proxy container has files, and from which Secret or other volume. */
function mountsOf(pod: Pod): readonly Mount[] {
  const spec = pod.isTemplate ? at(pod.object.spec, 'template', 'spec') : pod.object.spec
  const volumes = new Map(
    records(at(spec, 'volumes')).map(({ value }) => {
      const secret = text(at(value, 'secret', 'secretName'))
      return [
        text(value.name) ?? '',
        secret ? `Secret ${secret}` : `volume ${text(value.name) ?? ''}`,
      ]
    }),
  )
  return records(at(spec, 'containers'))
    .filter(({ value }) => text(value.name) === 'istio-proxy')
    .flatMap(({ value }) => records(value.volumeMounts))
    .flatMap(({ value }) => {
      const path = text(value.mountPath)
      const source = volumes.get(text(value.name) ?? '')
      return path && source ? [{ path: path.replace(/\/+$/, ''), source }] : []
    })
}

type FileServer = {
  readonly server: Server
  readonly file: string
  readonly mount: Mount | undefined
}

function* fileServers(model: MeshModel): Iterable<FileServer> {
  for (const proxy of istioOf(model)?.proxies ?? []) {
    const pod = samplePod(proxy.workload)
    if (!pod) continue
    const mounts = mountsOf(pod)
    for (const { server } of proxy.programmed) {
      const index = Number(/\[(\d+)\]$/.exec(server.path)?.[1])
      const written = records(at(server.gateway.object.spec, 'servers')).find((s) => s.at === index)
      const tls = own(written?.value, 'tls')
      for (const field of ['serverCertificate', 'privateKey', 'caCertificates']) {
        const file = text(own(tls, field))
        if (!file || server.credential) continue
        yield { server, file, mount: mounts.find((m) => file.startsWith(`${m.path}/`)) }
      }
    }
  }
}

const source = 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings'

export const tlsFileMounted: Check = {
  code: 'gateway.tls-file-mounted',
  title: 'Certificate from files in the gateway pod',
  severity: 'info',
  layer: 'cross-resource',
  aliases: [],
  source,
  *run(model) {
    for (const { server, file, mount } of fileServers(model))
      if (mount)
        yield {
          resource: server.gateway.ref,
          path: `${server.path}.tls`,
          message: `The certificate is read from ${file}, mounted from ${mount.source}: a new one takes effect when the file changes in the pod.`,
          fix: 'With credentialName the control plane delivers a new certificate at once.',
        }
  },
}

export const tlsFileNotMounted: Check = {
  code: 'gateway.tls-file-not-mounted',
  title: 'Certificate file that no volume holds',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source,
  *run(model) {
    const found = new Map<string, Report>()
    for (const { server, file, mount } of fileServers(model))
      if (!mount)
        found.set(`${server.gateway.ref} ${server.path} ${file}`, {
          resource: server.gateway.ref,
          path: `${server.path}.tls`,
          message: `No volume of the gateway pod holds ${file}: the listener on port ${server.port} does not open.`,
          fix: 'Mount the Secret at that path, or use credentialName.',
        })
    yield* found.values()
  },
}
