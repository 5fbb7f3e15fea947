import { type MtlsLook, mtlsLook } from '#components/ui/mtls-look.ts'
import { basisOf } from '#lib/graph/basis.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'
import type { Link } from '#lib/graph/layout/cards.ts'
import { STATE_ORDER, SUM_PREFIX, stateKey } from '#lib/graph/layout/namespaces.ts'

export type LineToken = 'edge' | 'edge-faint' | 'warn' | 'bad' | 'unknown'
export type Head = 'filled' | 'open' | 'bar' | 'none' | 'observed'

/** How a line is drawn. mTLS owns its pattern; the basis owns its head; the share owns its width. */
export type EdgeLook = {
  readonly line: LineToken
  readonly dash: readonly number[]
  readonly width: number
  readonly head: Head
  readonly double: boolean
  /** Exceptions never dim. */
  readonly exception: boolean
  readonly mtls?: MtlsLook
  readonly worst: GraphEdge
}

const rankOf = (edge: GraphEdge): number => {
  const rank = (STATE_ORDER as readonly string[]).indexOf(stateKey(edge))
  return rank < 0 ? STATE_ORDER.length : rank
}

/** The edge of a line that must not be hidden by the others on it. */
export const worstOf = (edges: readonly GraphEdge[]): GraphEdge =>
  edges.reduce((worst, edge) => (rankOf(edge) < rankOf(worst) ? edge : worst)) as GraphEdge

export function edgeLook(link: Pick<Link, 'edges'>): EdgeLook {
  const worst = worstOf(link.edges)
  const basis = basisOf(worst)
  const share = link.edges.reduce((most, e) => Math.max(most, e.share ?? 0), 0)
  // Summed hops say their number in words; it is the width of their line.
  const hops = worst.id.startsWith(SUM_PREFIX) ? Number.parseInt(worst.because ?? '', 10) : 0
  if (worst.kind === 'selects')
    return {
      line: 'edge-faint',
      dash: [],
      width: 1,
      head: 'none',
      double: false,
      exception: false,
      worst,
    }
  const mtls = worst.mtls ? mtlsLook(worst.mtls.state, worst.mtls.enforced) : undefined
  const inferred = basis === 'inferred'
  const line: LineToken = inferred ? 'unknown' : (mtls?.line ?? 'edge')
  return {
    line,
    dash: inferred ? [1, 5] : (mtls?.dash ?? []),
    width:
      hops > 0
        ? Math.min(4, 1 + 0.55 * Math.log2(hops))
        : basis === 'stated'
          ? 1.5 + (2 * share) / 100
          : 1.25,
    head:
      worst.verdict === 'deny' || mtls?.key === 'none'
        ? 'bar'
        : worst.kind === 'mirror' || basis === 'allowed' || inferred
          ? 'open'
          : basis === 'observed'
            ? 'observed'
            : 'filled',
    double: mtls?.key === 'passthrough',
    exception: line === 'warn' || line === 'bad',
    ...(mtls ? { mtls } : {}),
    worst,
  }
}
