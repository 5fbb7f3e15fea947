import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { isRecord, text } from '#lib/resources/field.ts'
import { type Options, paths } from './options.ts'

/** Which cluster to open, and why that one, in words for people. */
export type Choice =
  | { readonly source: 'in-cluster'; readonly name: string; readonly reason: string }
  | {
      readonly source: 'kubeconfig'
      readonly name: string
      readonly reason: string
      readonly files: readonly string[]
      /** The files were named by a person: none of them may be missing. */
      readonly isRequired: boolean
      readonly context: string | undefined
    }
  | {
      readonly source: 'sandbox'
      readonly name: string
      readonly reason: string
      /** Empty: a sample. */
      readonly manifests: readonly string[]
      /** Which sample; undefined: the first. */
      readonly sample?: string
    }

export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** Where Kubernetes mounts the account of a pod. */
  readonly account: string
}

const HERE = (): Surroundings => ({
  env: process.env,
  home: homedir(),
  account: '/var/run/secrets/kubernetes.io/serviceaccount',
})

/**
 * What was asked for; else the cluster that this runs in; else the one that kubectl would talk to; else the
 * sandbox. A cluster that is configured is chosen whatever its state: that it is broken will be shown, and is
 * never hidden behind the sandbox.
 */
export function chooseCluster(
  options: Pick<Options, 'kubeconfig' | 'context' | 'sandbox'> & Partial<Pick<Options, 'sample'>>,
  { env, home, account }: Surroundings = HERE(),
): Choice {
  if (options.sample !== undefined) {
    const { sample } = options
    const reason = `The sandbox with the sample "${sample}" was asked for (--sample).`
    return { source: 'sandbox', name: 'sandbox', manifests: [], sample, reason }
  }
  if (options.sandbox) {
    const { sandbox: manifests } = options
    const what = manifests.length > 0 ? manifests.join(', ') : 'Bookinfo'
    const reason = `The sandbox with ${what} was asked for (--sandbox).`
    return { source: 'sandbox', name: 'sandbox', manifests, reason }
  }
  if (!options.kubeconfig && !options.context && env.KUBERNETES_SERVICE_HOST) {
    if (existsSync(join(account, 'token'))) {
      const reason = `Meshwright runs in a cluster and uses the service account of its pod (${account}).`
      return { source: 'in-cluster', name: 'in-cluster', reason }
    }
  }
  const files = options.kubeconfig ?? kubectlFiles(env, home)
  const isRequired = options.kubeconfig !== undefined
  const found = files.filter((file) => existsSync(file))
  const where = files.join(', ')
  if (options.context) {
    const reason = `The context "${options.context}" was asked for (--context), out of ${where}.`
    const { context } = options
    return { source: 'kubeconfig', name: context, reason, files, isRequired, context }
  }
  if (isRequired) {
    const name = currentContext(found) ?? 'kubeconfig'
    const reason = `${where} was asked for (--kubeconfig).`
    return { source: 'kubeconfig', name, reason, files, isRequired, context: undefined }
  }
  const current = currentContext(found)
  if (current !== '') {
    const name = current ?? 'kubeconfig'
    const reason =
      current === undefined
        ? `kubectl would use ${found.join(', ')}.`
        : `kubectl would use the context "${current}" of ${found.join(', ')}.`
    // Those that are missing may come later.
    return { source: 'kubeconfig', name, reason, files, isRequired, context: undefined }
  }
  const reason =
    found.length === 0
      ? `No kubeconfig was found (looked in ${where}), so the sandbox with Bookinfo was started.`
      : `${found.join(', ')} names no current context, so the sandbox with Bookinfo was started.`
  return { source: 'sandbox', name: 'sandbox', manifests: [], reason }
}

/** @see kubernetes/client-go tools/clientcmd/loader.go, NewDefaultClientConfigLoadingRules */
function kubectlFiles(env: Surroundings['env'], home: string): readonly string[] {
  const listed = paths(env.KUBECONFIG ?? '')
  return listed.length > 0 ? [...new Set(listed)] : [join(home, '.kube', 'config')]
}

/**
 * The current context as far as one can tell by a glance: `''` when the files are whole and name none,
 * `undefined` when one of them cannot be read, which is for whoever opens it to explain.
 */
function currentContext(files: readonly string[]): string | undefined {
  for (const file of files) {
    try {
      const document = parseDocument(readFileSync(file, 'utf8'), { logLevel: 'silent' })
      if (document.errors.length > 0) return undefined
      const content: unknown = document.toJS()
      if (content === null || content === undefined) continue
      if (!isRecord(content)) return undefined
      const current = text(content['current-context'])
      if (current) return current
    } catch {
      return undefined
    }
  }
  return ''
}
