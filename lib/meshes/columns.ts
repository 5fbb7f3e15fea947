import { type Column, coreColumns } from '#lib/resources/columns.ts'
import type { KindId } from '#lib/resources/kind.ts'
import { gatewayApiColumns } from './gateway-api/columns.ts'
import { istioColumns } from './istio/columns.ts'

/** What `kubectl get` prints of a kind between its name and its age. */
export const columnsOf = (kind: KindId): readonly Column[] =>
  [coreColumns, istioColumns, gatewayApiColumns].flatMap((of) => of(kind))
