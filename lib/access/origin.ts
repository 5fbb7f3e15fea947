/** Headers with which a browser says which page a request comes from; a script may leave them out. */
export type Sender = {
  readonly host: string
  readonly origin: string | null
  readonly fetchSite: string | null
  /** Origin under which a proxy in front is reached. */
  readonly publicUrl?: string | undefined
}

/**
 * What is foreign in a request that changes something, or undefined when it comes from the own page or from no page.
 * `proof` asks that it says so: a cookie goes along with every request, so a request that rests on one must.
 */
export function foreignSender(
  { host, origin, fetchSite, publicUrl }: Sender,
  { proof }: { readonly proof: boolean },
): string | undefined {
  if (fetchSite !== null && fetchSite !== 'same-origin') return origin ?? fetchSite
  if (origin !== null) {
    const own = origin === `http://${host}` || origin === `https://${host}` || origin === publicUrl
    return own ? undefined : origin
  }
  return proof && fetchSite === null ? 'none' : undefined
}
