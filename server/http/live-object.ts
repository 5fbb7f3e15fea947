import { AppError } from '#lib/errors/app-error.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { toYaml, withoutManagedFields } from '#lib/yaml/dump.ts'
import type { Cluster, ObjectKey, User } from '#server/services.ts'
import { type Reply, reply } from './reply.ts'

const wantsYaml = (accept: string | null): boolean =>
  (accept ?? '').split(',').some((type) => /^\s*(application|text)\/(x-)?yaml\s*(;|$)/i.test(type))

/**
 * One object as it is now, read with the rights of the person: the text that an edit starts from. YAML leaves
 * managed fields out, as nobody edits them; JSON keeps them.
 */
export async function liveObject(
  cluster: Cluster,
  user: User,
  key: ObjectKey,
  request: Request,
): Promise<Reply<KubernetesObject>> {
  const group = key.group === 'core' ? '' : key.group
  const where = [key.plural, key.namespace, key.name].filter(Boolean).join('/')
  // Values of secrets are never asked for, so that they can never leak from here.
  if (group === '' && key.plural === 'secrets') {
    throw new AppError('resource/secret', { resource: where })
  }
  const object = await cluster.as(user).get({ ...key, group })
  if (!object) throw new AppError('resource/not-found', { resource: where })
  const yaml = wantsYaml(request.headers.get('accept'))
  return reply(object, {
    version: [object.metadata.uid, object.metadata.resourceVersion],
    ...(yaml
      ? {
          as: {
            type: 'application/yaml',
            write: (shown) => toYaml(withoutManagedFields(shown as KubernetesObject)),
          },
        }
      : {}),
  })
}
