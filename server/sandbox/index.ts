import type { AddressInfo } from 'node:net'
import { Authorizer } from './authorizer.ts'
import { builtInKinds } from './built-in-kinds.ts'
import { BUNDLES, type Bundle, bundledDefinitions } from './bundled-definitions.ts'
import { type ChangedObject, changedObjects } from './changed-objects.ts'
import { addDefaultRoles } from './default-roles.ts'
import { HERE } from './here.ts'
import { createApiServer } from './http-server.ts'
import { KindRegistry } from './kind-registry.ts'
import { loadManifests } from './load.ts'
import { readManifests, type Unreadable } from './manifests.ts'
import { Pages } from './paging.ts'
import { authenticator, type SignedInPerson } from './people.ts'
import { RoleResolver } from './role-resolver.ts'
import { stableUid } from './stable-uid.ts'
import { ObjectStore } from './store.ts'
import { timestamp } from './timestamp.ts'
import { ObjectWriter } from './writer.ts'

export type { ChangedObject } from './changed-objects.ts'
export type { Unreadable } from './manifests.ts'
export type { SignedInPerson } from './people.ts'

export type SandboxOptions = {
  /** Files or folders to load, each with what is below it. */
  readonly manifests?: readonly string[]
  /** Manifests as text, with a name for messages. */
  readonly texts?: readonly { readonly name: string; readonly text: string }[]
  /** 0 (default): any free port. */
  readonly port?: number
  readonly now?: () => Date
  /** Definitions to start with; all by default. */
  readonly definitions?: readonly Bundle[]
  /** Events that are kept for those who resume a watch. */
  readonly eventsKept?: number
  /** Who signs in with which token. Without any, everybody on this machine is the administrator. */
  readonly people?: readonly SignedInPerson[]
}

export type Sandbox = {
  /** http://127.0.0.1:<port> */
  readonly url: string
  /** Objects loaded from manifests, without what the sandbox adds. */
  readonly objects: number
  /** What was not loaded, and why. */
  readonly unreadable: readonly Unreadable[]
  /** How many documents the manifests hold, read or not. */
  readonly documents: number
  /** What is not, or no longer, as it was loaded. */
  readonly changed: () => readonly ChangedObject[]
  readonly stop: () => Promise<void>
}

/** The sample meshes: a folder for each, and `index.json` that tells what they are. */
export const SAMPLES = `${HERE}/samples`

/** Bookinfo: what there is to see without a cluster and without manifests. */
export const BOOKINFO = `${SAMPLES}/bookinfo/manifests.yaml`

/**
 * Starts a Kubernetes API server of its own on a loopback port. Nothing is written to disk: what it holds
 * ends with it.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date())
  const registry = new KindRegistry()
  for (const kind of builtInKinds()) registry.add(kind)
  const store = new ObjectStore(
    options.eventsKept === undefined ? {} : { eventsKept: options.eventsKept },
  )
  const writer = new ObjectWriter(store, registry, now)
  const { objects, unreadable, documents } = readManifests({
    ...(options.manifests ? { paths: options.manifests } : {}),
    ...(options.texts ? { texts: options.texts } : {}),
  })
  const started = now()
  const oldest = new Date(started.getTime() - (objects.length + 60) * 1000)
  for (const definition of bundledDefinitions(options.definitions ?? BUNDLES)) {
    const { name, labels, annotations } = definition
    const uid = stableUid('CustomResourceDefinition', name)
    const created = { creationTimestamp: timestamp(oldest), uid, generation: 1 }
    registry.add(definition.kind)
    writer.restoreDefinition(
      { name, labels, annotations, ...created },
      definition.spec,
      definition.specJson,
    )
  }
  const refused = loadManifests(objects, store, registry, writer, started)
  addDefaultRoles(store, oldest)
  const changed = changedObjects(store, registry)
  const server = createApiServer(
    { store, registry, writer, pages: new Pages(now), now },
    {
      authenticate: authenticator(options.people),
      authorizer: new Authorizer(new RoleResolver(store)),
    },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    objects: objects.length - refused.length,
    unreadable: [...unreadable, ...refused],
    documents,
    changed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
