import { type Column, column, condition, wordLists, words } from '#lib/resources/columns.ts'
import { at, records } from '#lib/resources/field.ts'
import type { KindId } from '#lib/resources/kind.ts'
import { GATEWAY_CLASSES, GATEWAYS, ROUTE_KINDS } from './kinds.ts'

const hostnames = wordLists('Hostnames', 'spec', 'hostnames')

/** @see kubernetes-sigs/gateway-api config/crd, additionalPrinterColumns */
const COLUMNS: ReadonlyMap<KindId, readonly Column[]> = new Map<KindId, readonly Column[]>([
  [
    GATEWAY_CLASSES,
    [words('Controller', 'spec', 'controllerName'), condition('Accepted', 'Accepted')],
  ],
  [
    GATEWAYS,
    [
      words('Class', 'spec', 'gatewayClassName'),
      column('Address', (o) =>
        records(at(o, 'status', 'addresses'))
          .map(({ value }) => value.value)
          .filter((value) => typeof value === 'string')
          .join(', '),
      ),
      condition('Programmed', 'Programmed'),
    ],
  ],
  [ROUTE_KINDS.HTTPRoute, [hostnames]],
  [ROUTE_KINDS.GRPCRoute, [hostnames]],
  [ROUTE_KINDS.TLSRoute, [hostnames]],
])

export const gatewayApiColumns = (kind: KindId): readonly Column[] => COLUMNS.get(kind) ?? []
