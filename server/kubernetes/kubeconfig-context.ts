import { AppError } from '#lib/errors/app-error.ts'
import { record, text } from '#lib/resources/field.ts'
import { type Kubeconfig, readKubeconfigs } from './kubeconfig-files.ts'

export type KubeconfigOptions = {
  readonly files: readonly string[]
  /** The files were named by a person: that one of them is missing is an error. */
  readonly isRequired?: boolean
  /** Without it, the current context. */
  readonly context?: string
}

/** One context with all that it names. */
export type KubeconfigContext = {
  readonly name: string
  readonly cluster: Readonly<Record<string, unknown>>
  readonly user: Readonly<Record<string, unknown>>
  readonly namespace: string | undefined
  /** Of all contexts that reach the same cluster as the same user, this one's first. */
  readonly namespaces: readonly string[]
}

/**
 * Reads the files and picks the context that was asked for, else the current one.
 *
 * @throws AppError `config/kubeconfig`; `config/context` when the context, or what it names, is not there
 */
export function readContext(options: KubeconfigOptions): KubeconfigContext {
  const config = readKubeconfigs(options.files, options.isRequired ?? false)
  const name = options.context ?? config.currentContext ?? ''
  const context = contextOf(config, name)
  const cluster = record(config.clusters.find((entry) => entry.name === context.cluster)?.cluster)
  const user = record(config.users.find((entry) => entry.name === context.user)?.user)
  if (!text(cluster.server)) {
    throw new AppError('config/context', {
      context: name,
      files: config.files.join(', '),
      known: config.contexts.map((entry) => entry.name).join(', '),
    })
  }
  const alike = config.contexts
    .map((entry) => record(entry.context))
    .filter((other) => other.cluster === context.cluster && other.user === context.user)
  const named = [context, ...alike].flatMap(({ namespace }) => text(namespace) || [])
  const usable = named.filter((name) => NAMESPACE.test(name))
  const namespace = text(context.namespace) || undefined
  return { name, cluster, user, namespace, namespaces: [...new Set(usable)] }
}

const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

const contextOf = (config: Kubeconfig, name: string) =>
  record(config.contexts.find((entry) => entry.name === name)?.context)
