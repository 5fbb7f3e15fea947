import type { ScalarTag } from 'yaml'

/**
 * Plain scalars as Kubernetes reads them. Its YAML library resolves them in the manner of YAML 1.1: `yes`, `on`
 * and `y` are booleans, `0777` is octal, `1e3` without a sign is text. Dates stay text.
 *
 * Every pattern is linear: the text comes from a clipboard.
 *
 * @see kubernetes-sigs/yaml goyaml.v2/resolve.go, resolve
 */
export const KUBERNETES_SCALARS: ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:null',
    default: true,
    test: /^(?:~|null|Null|NULL)?$/,
    resolve: () => null,
  },
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:[yYnN]|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    resolve: (text) => /^(?:y|t|on$)/i.test(text),
  },
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^[-+]?(?:0|[1-9][0-9_]*|0[0-7_]+|0o[0-7_]+|0b[01_]+|0x[0-9a-fA-F_]+)$/,
    resolve: (text) => integer(text),
  },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: /^(?:[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    resolve: (text) => {
      const low = text.toLowerCase()
      if (low.endsWith('nan')) return Number.NaN
      if (low.endsWith('inf'))
        return low.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
      return Number(text)
    },
  },
]

function integer(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '')
  if (/^0[xX]/.test(digits)) return sign * Number.parseInt(digits.slice(2), 16)
  if (/^0b/.test(digits)) return sign * Number.parseInt(digits.slice(2), 2)
  if (/^0o/.test(digits)) return sign * Number.parseInt(digits.slice(2), 8)
  if (digits.length > 1 && digits.startsWith('0')) return sign * Number.parseInt(digits, 8)
  return sign * Number.parseInt(digits, 10)
}
