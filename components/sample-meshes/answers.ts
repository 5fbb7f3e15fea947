import type { SampleName } from '#components/query/answers.ts'
import type { KindAddress } from '#lib/paths.ts'

export type Try = { readonly words: string } & (
  | { readonly select: string }
  | { readonly edit: KindAddress & { readonly namespace: string; readonly name: string } }
  | {
      readonly page: 'mtls' | 'findings' | 'routing' | 'policies' | 'gateways' | 'controlPlanes'
    }
)

export type Sample = SampleName & {
  readonly shows: string
  readonly mesh?: string
  readonly origin: string
  readonly licence?: string
  readonly tries: readonly Try[]
}

export type ChangedObject = {
  readonly op: 'created' | 'changed' | 'deleted'
  readonly resource: string
}

export type SamplesAnswer = {
  readonly current: SampleName
  readonly samples: readonly Sample[]
  readonly changed: readonly ChangedObject[]
}

export type OpenedAnswer = {
  readonly current: SampleName
  readonly discarded: number
  readonly change: string
}
