import { type Column, column, wordLists, words } from '#lib/resources/columns.ts'
import { at, records } from '#lib/resources/field.ts'
import type { KindId } from '#lib/resources/kind.ts'

const host = words('Host', 'spec', 'host')

/** @see istio/api kubernetes/customresourcedefinitions.gen.yaml, additionalPrinterColumns */
const COLUMNS: ReadonlyMap<KindId, readonly Column[]> = new Map<KindId, readonly Column[]>([
  [
    'networking.istio.io/virtualservices',
    [wordLists('Gateways', 'spec', 'gateways'), wordLists('Hosts', 'spec', 'hosts')],
  ],
  ['networking.istio.io/destinationrules', [host]],
  [
    'networking.istio.io/gateways',
    // The definition prints name and age only; which ports it opens is what people look for.
    [
      column('Ports', (o) =>
        records(at(o, 'spec', 'servers'))
          .map(({ value }) => `${at(value, 'port', 'number')}/${at(value, 'port', 'protocol')}`)
          .join(', '),
      ),
    ],
  ],
  [
    'networking.istio.io/serviceentries',
    [
      wordLists('Hosts', 'spec', 'hosts'),
      words('Location', 'spec', 'location'),
      words('Resolution', 'spec', 'resolution'),
    ],
  ],
  ['networking.istio.io/workloadentries', [words('Address', 'spec', 'address')]],
  ['security.istio.io/peerauthentications', [words('Mode', 'spec', 'mtls', 'mode')]],
  ['security.istio.io/authorizationpolicies', [words('Action', 'spec', 'action')]],
])

export const istioColumns = (kind: KindId): readonly Column[] => COLUMNS.get(kind) ?? []
