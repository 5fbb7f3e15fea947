import { isRecord } from '#lib/resources/field.ts'

export type Setting = { readonly path: string; readonly value: string }

const MOST_CHARACTERS = 1_000_000
const MOST_SETTINGS = 500

/** Every leaf of the configuration with its path; lists of plain values are one leaf. */
export function settingsOf(value: unknown): readonly Setting[] {
  const found: Setting[] = []
  const visit = (node: unknown, path: string, depth: number): void => {
    if (found.length >= MOST_SETTINGS) return
    if (isRecord(node) && depth < 12 && Object.keys(node).length > 0) {
      for (const [key, child] of Object.entries(node))
        visit(child, path ? `${path}.${key}` : key, depth + 1)
    } else if (Array.isArray(node) && depth < 12 && node.some((n) => typeof n === 'object')) {
      for (const [i, child] of node.entries()) visit(child, `${path}[${i}]`, depth + 1)
    } else if (path)
      found.push({
        path,
        value: Array.isArray(node)
          ? node.map(String).join(', ')
          : typeof node === 'object' && node !== null
            ? '{}'
            : String(node),
      })
  }
  visit(value, '', 0)
  return found
}

/** What `data.mesh` of a control plane's ConfigMap says; undefined where it is no map. The parser comes with the first use. */
export async function readSettings(source: string): Promise<readonly Setting[] | undefined> {
  if (source.length > MOST_CHARACTERS) return undefined
  const { parse } = await import('yaml')
  try {
    const value: unknown = parse(source, {
      maxAliasCount: 20,
      logLevel: 'error',
      uniqueKeys: false,
    })
    return value === null || value === undefined
      ? []
      : isRecord(value)
        ? settingsOf(value)
        : undefined
  } catch {
    return undefined
  }
}
