const FORM = /^v(\d{1,6})(?:(alpha|beta)(\d{1,6}))?$/

/**
 * Kubernetes' order of preference among versions: `v2`, `v1`, `v1beta1`, `v1alpha3`, then the rest.
 *
 * @see k8s.io/apimachinery/pkg/version/helpers.go, CompareKubeAwareVersionStrings
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)]
  for (let at = 0; at < left.length; at += 1) {
    const difference = (right[at] ?? 0) - (left[at] ?? 0)
    if (difference !== 0) return difference
  }
  return a < b ? -1 : a > b ? 1 : 0
}

function rank(version: string): readonly number[] {
  const parts = FORM.exec(version)
  if (!parts) return [0, 0, 0, 0]
  const stage = parts[2] === undefined ? 3 : parts[2] === 'beta' ? 2 : 1
  return [1, stage, Number(parts[1]), Number(parts[3] ?? 0)]
}
