import type { Pod } from '#lib/model/pod.ts'
import { at, isRecord, list, own, records, text } from '#lib/resources/field.ts'
import { parseImage } from './version.ts'

/** A value that a process is started with: as written; `undefined` where it stands elsewhere or may not be read. */
type StartValue = { readonly value: string | undefined }

/** What the control plane's own process is started with: variables by name, and arguments. */
export type ProcessSettings = {
  readonly variable: (name: string) => StartValue | undefined
  /** Of `--name value` and `--name=value` the last. */
  readonly argument: (name: string) => string | undefined
}

const podSpecOf = ({ object, isTemplate }: Pod): unknown => {
  if (!isTemplate) return object.spec
  const spec = object.kind === 'CronJob' ? at(object.spec, 'jobTemplate', 'spec') : object.spec
  return at(spec, 'template', 'spec')
}

/**
 * Of the container that runs one of these images. Values that Kubernetes fills in from elsewhere are not known.
 * @param images last parts of image repositories
 */
export function processSettings(pod: Pod, images: ReadonlySet<string>): ProcessSettings {
  const container = records(at(podSpecOf(pod), 'containers')).find(({ value }) =>
    images.has(parseImage(text(value.image) ?? '').base),
  )?.value
  const variables = new Map<string, StartValue>()
  for (const { value: variable } of records(own(container, 'env'))) {
    const name = text(variable.name)
    if (!name) continue
    variables.set(name, { value: isRecord(variable.valueFrom) ? undefined : text(variable.value) })
  }
  const args = list(own(container, 'args')).filter((arg) => typeof arg === 'string')
  return {
    variable: (name) => variables.get(name),
    argument: (name) => {
      let found: string | undefined
      for (const [i, arg] of args.entries()) {
        if (arg === `--${name}`) found = args[i + 1] ?? found
        else if (arg.startsWith(`--${name}=`)) found = arg.slice(name.length + 3)
      }
      return found
    },
  }
}

/**
 * As the control plane reads a switch; other words are its default.
 * @see golang/go strconv, ParseBool
 */
export function parseSwitch(written: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(written)) return true
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(written)) return false
  return undefined
}
