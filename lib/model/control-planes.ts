/** How far a proxy's version is from that of its control plane. */
export type Skew =
  | { readonly kind: 'same' | 'patch' | 'newer' | 'unknown' }
  | { readonly kind: 'behind'; readonly minors: number }

type Version = { readonly major: number; readonly minor: number; readonly text: string }
function versionOf(written: string | undefined): Version | undefined {
  const found = /^v?(\d{1,4})\.(\d{1,4})(?:[.\-+_].*)?$/.exec(written ?? '')
  return found
    ? { major: Number(found[1]), minor: Number(found[2]), text: (written ?? '').replace(/^v/, '') }
    : undefined
}

/** @see https://istio.io/latest/docs/releases/supported-releases/ "Control Plane/Data Plane Skew" */
export function skewOf(proxy: string | undefined, control: string | undefined): Skew {
  const [p, c] = [versionOf(proxy), versionOf(control)]
  if (!p || !c) return { kind: 'unknown' }
  if (p.major === c.major && p.minor === c.minor)
    return { kind: p.text === c.text ? 'same' : 'patch' }
  if (p.major > c.major || (p.major === c.major && p.minor > c.minor)) return { kind: 'newer' }
  return p.major === c.major ? { kind: 'behind', minors: c.minor - p.minor } : { kind: 'unknown' }
}

/**
 * Which control plane a pod's proxies ask: by revision or by a tag that stands for it; without either the default one
 * or the only one.
 */
export function planeOf<T extends { readonly revision: string }>(
  revision: string | undefined,
  planes: readonly T[],
  tags: ReadonlyMap<string, string>,
): T | undefined {
  const named = revision ?? 'default'
  const wanted = planes.find((p) => p.revision === named)
  if (wanted) return wanted
  const behind = tags.get(named)
  const tagged = behind === undefined ? undefined : planes.find((p) => p.revision === behind)
  return tagged ?? (revision === undefined || planes.length === 1 ? planes[0] : undefined)
}
