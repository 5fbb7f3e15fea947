import { apiVersionOf, kindId } from '#lib/resources/kind.ts'
import { objectPath } from './api-path.ts'
import type { NamespacedReflector } from './namespaced-reflectors.ts'
import { PACE, Pause } from './pace.ts'
import { project } from './projection.ts'
import { type ReflectorOptions, startReflector } from './reflector.ts'

/**
 * Reads Namespaces as a whole where that is permitted, else those that are known one by one: who may see what
 * lies in a namespace may mostly get the Namespace too, and its labels say whether a mesh takes its Pods. Single
 * objects of this kind cannot be watched with such rights, so they are read again now and then.
 */
export function startNamedObjects(
  options: ReflectorOptions & { readonly names: readonly string[] },
): NamespacedReflector {
  const { requester, kind, emit } = options
  const id = kindId(kind)
  const everyMs = (options.pace ?? PACE).deniedMs
  const stop = new AbortController()
  const pause = new Pause()
  const known = new Set<string>()
  let names = options.names
  let denial: string | undefined

  const whole = startReflector({
    ...options,
    emit(event) {
      if (event.type === 'status' && event.status.state === 'not-permitted') {
        const isFirst = denial === undefined
        denial = event.status.message
        if (isFirst) void run()
        return
      }
      if (event.type === 'replace') {
        denial = undefined
        known.clear()
        pause.end()
      }
      if (denial === undefined) emit(event)
    },
  })

  async function run() {
    while (denial !== undefined && !stop.signal.aborted) {
      const asked = names
      await Promise.all(asked.map(readOne))
      if (denial === undefined || stop.signal.aborted) return
      for (const name of [...known]) if (!names.includes(name)) remove(name)
      say()
      if (asked === names) await pause.sleep(everyMs, stop.signal)
    }
  }

  async function readOne(name: string) {
    const version = options.version()
    if (version === undefined) return
    const path = objectPath({ group: kind.group, version, plural: kind.plural, name })
    const answer = await requester.json(path, { signal: stop.signal }).catch(() => undefined)
    if (answer === undefined || denial === undefined || stop.signal.aborted) return
    const envelope = { apiVersion: apiVersionOf(kind.group, version), kind: kind.kind }
    const object = answer.status === 200 ? project(id, answer.body, envelope) : undefined
    if (object?.metadata.name === name) {
      known.add(name)
      emit({ type: 'put', kind: id, object })
    } else if (answer.status === 403 || answer.status === 404) remove(name)
  }

  function remove(name: string) {
    if (known.delete(name)) emit({ type: 'delete', kind: id, namespace: '', name })
  }

  function say() {
    const read = [...known].sort()
    const message = read.length ? `${denial} Read one by one: ${read.join(', ')}.` : (denial ?? '')
    const namespaces = read.length ? { namespaces: read } : {}
    const version = options.version()
    emit({
      type: 'status',
      kind: id,
      status: { state: 'not-permitted', message, ...namespaces },
      ...(version ? { version } : {}),
    })
  }

  return {
    look(wanted) {
      names = wanted
      pause.end()
    },
    wake() {
      pause.end()
      whole.wake()
    },
    reachable: () => whole.reachable(),
    recheck: () => whole.recheck(),
    stop() {
      stop.abort()
      whole.stop()
    },
  }
}
