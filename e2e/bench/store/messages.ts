import type { KindId } from '#lib/resources/kind.ts'
import type { Blocks } from '../block-probe.ts'

/** Where an object is in the snapshot. */
export type Place = { readonly kind: KindId; readonly namespace: string; readonly name: string }

export type Request =
  | { readonly do: 'load'; readonly url: string }
  /** Answers `seen` when the view shows another object here than it does now. */
  | { readonly do: 'await'; readonly place: Place }
  /** CPU and blocks from here to `stop`. */
  | { readonly do: 'start' }
  | { readonly do: 'stop' }
  | { readonly do: 'memory' }

export type Loaded = {
  /** From the opening of the cluster to a view of all of it. */
  readonly ms: number
  /** The part of it until every kind was read. */
  readonly readMs: number
  readonly deriveMs: number
  readonly cpuMs: number
  readonly blocks: Blocks
  readonly peak: number
  readonly nodes: number
  readonly edges: number
  readonly findings: number
}

export type Answer =
  | { readonly is: 'ready' }
  | ({ readonly is: 'loaded' } & Loaded)
  | { readonly is: 'awaiting' }
  | { readonly is: 'started' }
  /** `at` is wall-clock time with a fraction: processes of one machine share it. */
  | { readonly is: 'seen'; readonly at: number; readonly revision: string }
  | {
      readonly is: 'stopped'
      readonly cpuMs: number
      readonly deriveMs: readonly number[]
      readonly blocks: Blocks
    }
  | {
      readonly is: 'memory'
      readonly resident: number
      /** After a full collection: what is really held. */
      readonly heap: number
    }

/** Milliseconds since 1970, as exact as `performance.now`. */
export const wallClock = (): number => performance.timeOrigin + performance.now()
