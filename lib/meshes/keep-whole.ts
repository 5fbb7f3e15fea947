import type { Contribution } from '#lib/model/mesh-model.ts'
import type { KeepStage, KeptContribution, Stage } from './provider.ts'

/** A provider that tells no parts apart: all of it is derived anew when something that it read has changed. */
export function keepWhole(
  id: string,
  contribute: (stage: Stage) => Contribution,
  { memory, snapshot, cluster, earlier }: KeepStage,
): KeptContribution {
  const derived = memory.derivation(id, () => contribute({ snapshot, cluster, earlier }))
  const whole = () => derived('')
  const live = new Proxy({} as Contribution, {
    get: (_, name) => Reflect.get(whole(), name) as unknown,
  })
  return { live, at: whole }
}
