import { X509Certificate } from 'node:crypto'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import { at, text } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { refOf } from '#lib/resources/reference.ts'
import { objectsOf } from '#lib/snapshot/read.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'

type Trust = MtlsReport['trust'][number]
type Certificate = {
  readonly fingerprint: string
  readonly subject: string
  readonly notAfter: string
}

/** @see istio/istio pilot/pkg/serviceregistry/kube/controller/namespacecontroller.go, CACertNamespaceConfigMap */
const NAME = 'istio-ca-root-cert'
const FIELD = 'root-cert.pem'
const MOST_CHARACTERS = 1_000_000
const MOST_CERTIFICATES = 100
const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

function certificate(pem: string): Certificate[] {
  try {
    const { fingerprint256, subject, validTo } = new X509Certificate(pem)
    const notAfter = new Date(validTo).toISOString()
    return [{ fingerprint: fingerprint256, subject: subject.split('\n').join(', '), notAfter }]
  } catch {
    return []
  }
}

const parsed = new WeakMap<KubernetesObject, readonly Certificate[]>()

/** The certificates of one copy; every namespace has one, so equal texts are parsed once for a call. */
function certificatesOf(
  object: KubernetesObject,
  byText: Map<string, readonly Certificate[]>,
): readonly Certificate[] {
  const before = parsed.get(object)
  if (before) return before
  const pem = text(at(object, 'data', FIELD)) ?? ''
  const known = byText.get(pem)
  const own =
    known ??
    (pem.length > MOST_CHARACTERS ? [] : (pem.match(BLOCK) ?? []))
      .slice(0, MOST_CERTIFICATES)
      .flatMap((block) => (typeof block === 'string' ? certificate(block) : block))
  byText.set(pem, own)
  parsed.set(object, own)
  return own
}

const namespaceOf = (installation: string) =>
  installation.slice(installation.indexOf(':') + 1).split('/')[0] ?? ''

/**
 * What workloads of each installation trust: the roots that its control plane writes into every namespace. With
 * control planes in several namespaces it does not show which of them wrote a copy elsewhere, so each has the
 * roots of its own namespace only.
 */
export function withRoots(trust: readonly Trust[], snapshot: Snapshot): readonly Trust[] {
  const copies = [...objectsOf(snapshot, 'core/configmaps')]
    .filter(({ metadata }) => metadata.name === NAME)
    .sort((a, b) => ((a.metadata.namespace ?? '') < (b.metadata.namespace ?? '') ? -1 : 1))
  const homes = new Set(trust.map(({ installation }) => namespaceOf(installation)))
  const byText = new Map<string, readonly Certificate[]>()
  return trust.map((row) => {
    const home = namespaceOf(row.installation)
    const own = copies.filter((c) => c.metadata.namespace === home)
    const others = homes.size > 1 ? [] : copies.filter((c) => c.metadata.namespace !== home)
    const roots = new Map<string, Trust['roots'][number]>()
    for (const object of [...own, ...others])
      for (const { fingerprint, subject, notAfter } of certificatesOf(object, byText))
        if (!roots.has(fingerprint))
          roots.set(fingerprint, { subject, notAfter, from: refOf(object) })
    return { ...row, roots: [...roots.values()] }
  })
}
