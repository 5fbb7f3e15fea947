import type { Credential, GatewayRow } from '#lib/graph/reports/gateways-report.ts'
import type { Cluster, KubernetesApi, SecretPresence, User } from '#server/services.ts'

/** Look-ups that run beside each other, and those that one answer may ask for. */
const AT_ONCE = 8
const MOST = 400

type Named = Pick<Credential, 'namespace' | 'name'>

const keyOf = ({ namespace, name }: Named) => `${namespace}/${name}`

const NOT_ASKED: SecretPresence = {
  state: 'not-verified',
  message: 'It was not looked up: the cluster is not reached, or too much was asked for at once.',
}

async function look(api: KubernetesApi, { namespace, name }: Named): Promise<SecretPresence> {
  const unseen = { state: 'not-verified', message: 'Secrets cannot be looked up here.' } as const
  try {
    return (await api.secret?.(namespace, name)) ?? unseen
  } catch (error) {
    // Not reached, or not let in: the picture stays, and this is not known.
    return {
      state: 'not-verified',
      message: error instanceof Error ? error.message : String(error),
    }
  }
}

/** Nothing while there is no connection: what is not looked up is not verified. */
function connected(cluster: Cluster, user: User): KubernetesApi | undefined {
  try {
    return cluster.as(user)
  } catch {
    return undefined
  }
}

async function lookAll(cluster: Cluster, user: User, wanted: readonly Named[]) {
  const found = new Map<string, SecretPresence>()
  const api = connected(cluster, user)
  if (!api) return found
  const queue = wanted.slice(0, MOST)
  const worker = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      found.set(keyOf(next), await look(api, next))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return found
}

const seenAs = (credential: Credential, presence: SecretPresence): Credential => ({
  ...credential,
  state: presence.state,
  ...(presence.state === 'present' && presence.type ? { type: presence.type } : {}),
  ...(presence.state === 'not-verified' ? { because: presence.message } : {}),
})

/**
 * Gateways with what is known of the Secrets that their listeners name, read with this person's rights. `seen` is
 * what the answer depends on besides its revision.
 */
export async function withCredentials(
  gateways: readonly GatewayRow[],
  cluster: Cluster,
  user: User,
): Promise<{ readonly gateways: readonly GatewayRow[]; readonly seen: readonly unknown[] }> {
  const wanted = new Map(
    gateways.flatMap(({ listeners }) =>
      listeners.flatMap(({ credential }) =>
        credential ? [[keyOf(credential), credential] as const] : [],
      ),
    ),
  )
  if (wanted.size === 0) return { gateways, seen: [] }
  const found = await lookAll(cluster, user, [...wanted.values()])
  return {
    gateways: gateways.map((gateway) => ({
      ...gateway,
      listeners: gateway.listeners.map((listener) => {
        const { credential } = listener
        if (!credential) return listener
        const presence = found.get(keyOf(credential)) ?? NOT_ASKED
        return { ...listener, credential: seenAs(credential, presence) }
      }),
    })),
    seen: [...found].sort(([a], [b]) => (a < b ? -1 : 1)),
  }
}
