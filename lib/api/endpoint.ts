import type { z } from './zod.ts'

/**
 * `public`: without a session. `read`: what a session may see; also previews, which change nothing.
 * `write`: changes the cluster, or which one the sandbox shows; refused with --read-only.
 */
export type Access = 'public' | 'read' | 'write'

export type Endpoint = {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `{name}` for each parameter; folders under `app/api` follow it. */
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly answer: z.ZodType
  /** What else it answers than JSON, by the Accept header or always. */
  readonly media?: 'yaml' | 'event-stream'
  /** Status of an answer that is no problem; 200 unless told. */
  readonly status?: number
}

/** Keeps what an endpoint says to the letter, so that its types follow from it. */
export const define = <const E extends Endpoint>(endpoint: E): E => endpoint

type In<S> = S extends z.ZodType ? z.infer<S> : Record<string, never>
export type ParamsOf<E extends Endpoint> = In<E['params']>
export type QueryOf<E extends Endpoint> = In<E['query']>
export type BodyOf<E extends Endpoint> = E['body'] extends z.ZodType
  ? z.infer<E['body']>
  : undefined
export type AnswerOf<E extends Endpoint> = Frozen<z.infer<E['answer']>>

/** What the domain hands out is read-only; so is what the contract says about it. */
export type Frozen<T> = T extends readonly (infer I)[]
  ? readonly Frozen<I>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T
