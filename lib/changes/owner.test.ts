import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownerOf } from './owner.ts'

type Marks = Readonly<Record<string, string>>
type Row = { name: string; labels?: Marks; annotations?: Marks; owner: ReturnType<typeof ownerOf> }
const rows: Row[] = [
  { name: 'nobody', owner: undefined },
  {
    name: 'Argo CD by tracking id',
    annotations: {
      'argocd.argoproj.io/tracking-id': 'shop:networking.istio.io/VirtualService:ns/web',
    },
    owner: { by: 'argocd', name: 'shop' },
  },
  {
    name: 'Argo CD by label',
    labels: { 'argocd.argoproj.io/instance': 'shop' },
    owner: { by: 'argocd', name: 'shop' },
  },
  {
    name: 'Flux Kustomization',
    labels: {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux',
    },
    owner: { by: 'flux', name: 'flux/apps' },
  },
  {
    name: 'Flux HelmRelease, though Helm marks it too',
    labels: { 'helm.toolkit.fluxcd.io/name': 'web', 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': 'web' },
    owner: { by: 'flux', name: 'web' },
  },
  {
    name: 'Helm',
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' },
    owner: { by: 'helm', name: 'shop/web' },
  },
  {
    name: 'an instance label alone says nothing',
    labels: { 'app.kubernetes.io/instance': 'web' },
    owner: undefined,
  },
]
for (const row of rows)
  test(`owner: ${row.name}`, () => {
    const metadata = { name: 'a', labels: row.labels, annotations: row.annotations }
    assert.deepEqual(ownerOf({ apiVersion: 'v1', kind: 'X', metadata }), row.owner)
  })
