import { isRecord } from '#lib/resources/field.ts'

export type NotAResource = { readonly message: string; readonly fix?: string }

/** Why a parsed document is no Kubernetes object; `undefined` when it carries apiVersion and kind. */
export function whyNotAResource(value: unknown, text: string): NotAResource | undefined {
  if (isRecord(value)) {
    const missing = ['apiVersion', 'kind'].filter((field) => !filled(value[field]))
    if (missing.length === 0) return undefined
    return {
      message: `This is no Kubernetes resource: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.${pasted(text)}`,
      fix: 'Begin with apiVersion and kind, as in "kubectl get … -o yaml".',
    }
  }
  return {
    message: `This is no Kubernetes resource but ${Array.isArray(value) ? 'a list' : 'plain text'}.${pasted(text)}`,
    fix: 'Paste the manifest itself, beginning with apiVersion and kind.',
  }
}

/** The same for text that does not even parse: `undefined` when it may well be a broken manifest. */
export function whyTextIsNoResource(text: string): NotAResource | undefined {
  if (/^[^\S\n]*"?apiVersion"?[^\S\n]*:/m.test(text)) return undefined
  const what = pasted(text)
  return what
    ? {
        message: `This is no Kubernetes resource.${what}`,
        fix: 'Write it as YAML with apiVersion and kind.',
      }
    : undefined
}

const filled = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** A guess at where the text comes from, as a sentence. */
function pasted(text: string): string {
  const start = text.slice(0, 20_000)
  const lines = start
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
  if (
    lines.some((line) => /^"?[A-Za-z]\w*"? = /.test(line)) ||
    /^[A-Za-z]\w* (?:"[^"\n]*" )?\{$/m.test(start)
  )
    return ' It looks like HCL (Consul, Terraform).'
  if (
    lines.some((line) => line.startsWith('$ ') || /^(?:kubectl|istioctl|consul|helm) /.test(line))
  )
    return ' It looks like commands or their output.'
  if (/^(?:NAMESPACE +)?NAME +[A-Z]/.test(lines[0] ?? ''))
    return ' It looks like a table that a command printed.'
  return ''
}
