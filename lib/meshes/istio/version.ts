export type Version = { readonly major: number; readonly minor: number; readonly text: string }

/** `docker.io/istio/pilot:1.26.3-distroless@sha256:…` → its repository's last part and its tag. */
export function parseImage(image: string): {
  base: string
  repository: string
  tag: string | undefined
} {
  const named = image.split('@')[0] ?? ''
  const slash = named.lastIndexOf('/')
  const colon = named.indexOf(':', slash + 1)
  const repository = colon < 0 ? named : named.slice(0, colon)
  return {
    base: repository.slice(repository.lastIndexOf('/') + 1),
    repository,
    tag: colon < 0 ? undefined : named.slice(colon + 1),
  }
}

/** A release tag; `latest`, a digest or a word of one's own is no version and stays unknown. */
export function parseVersion(tag: string | undefined): Version | undefined {
  const found = /^v?(\d{1,4})\.(\d{1,4})(?:[.\-+_].*)?$/.exec(tag ?? '')
  if (!found) return undefined
  return { major: Number(found[1]), minor: Number(found[2]), text: (tag ?? '').replace(/^v/, '') }
}

export const isAtLeast = (version: Version, major: number, minor: number): boolean =>
  version.major > major || (version.major === major && version.minor >= minor)
