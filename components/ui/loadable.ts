/** What a panel needs to know of a failure: RFC 9457 names with the way out beside them. */
export type Trouble = {
  readonly title: string
  readonly detail: string
  readonly status: number
  readonly code?: string
  readonly fix?: string
}

/**
 * A value that can hold every state of its arrival, so that a drawing component shows each without a network.
 * `ready` keeps its data while a newer answer is fetched; `stale` says that the source no longer answers.
 */
export type Loadable<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: T; readonly stale?: boolean }
  | { readonly state: 'denied'; readonly trouble: Trouble; readonly retry?: () => void }
  | { readonly state: 'failed'; readonly trouble: Trouble; readonly retry?: () => void }

export const ready = <T>(data: T): Loadable<T> => ({ state: 'ready', data })

/** The data when it is there, whatever its age. */
export const dataOf = <T>(value: Loadable<T>): T | undefined =>
  value.state === 'ready' ? value.data : undefined

/** The same state with other data. */
export const mapLoadable = <T, U>(value: Loadable<T>, to: (data: T) => U): Loadable<U> =>
  value.state === 'ready' ? { ...value, data: to(value.data) } : value
