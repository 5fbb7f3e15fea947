import { at, isRecord, list, own, records, text, textMap, texts } from '#lib/resources/field.ts'
import { reader } from './creation.ts'
import { type AttachedPolicy, attachedPolicy } from './effective/attachment.ts'

/** Fields of a source or operation that are set, by name; `not…` fields exclude. */
export type FieldTests = ReadonlyMap<string, readonly string[]>

export type AuthorizationRule = {
  readonly path: string
  readonly from: readonly FieldTests[]
  readonly to: readonly FieldTests[]
  readonly when: readonly {
    readonly key: string
    readonly values: readonly string[]
    readonly notValues: readonly string[]
    readonly path: string
  }[]
}

export type AuthorizationPolicy = AttachedPolicy & {
  /** `undefined` for one that the control plane does not know: such a policy is ignored. */
  readonly action: 'ALLOW' | 'DENY' | 'CUSTOM' | 'AUDIT' | undefined
  readonly isDryRun: boolean
  readonly rules: readonly AuthorizationRule[]
}

const fieldTests = (value: unknown): FieldTests =>
  new Map(
    isRecord(value)
      ? Object.keys(value)
          .sort()
          .map((name) => [name, texts(own(value, name))] as const)
          .filter(([, values]) => values.length > 0)
      : [],
  )

const ACTIONS = ['ALLOW', 'DENY', 'CUSTOM', 'AUDIT'] as const

/** AuthorizationPolicies, oldest first. An absent action is ALLOW; an empty or null rule tests nothing. */
export const readAuthorizationPolicies = reader((object): AuthorizationPolicy => {
  const { spec } = object
  const action = text(at(spec, 'action')) ?? 'ALLOW'
  return {
    ...attachedPolicy(object),
    action: ACTIONS.find((known) => known === action),
    isDryRun: textMap(object.metadata.annotations).get('istio.io/dry-run') === 'true',
    rules: list(at(spec, 'rules')).map((rule, place) => ({
      path: `spec.rules[${place}]`,
      from: records(own(rule, 'from')).map(({ value }) => fieldTests(value.source)),
      to: records(own(rule, 'to')).map(({ value }) => fieldTests(value.operation)),
      when: records(own(rule, 'when')).map(({ at: i, value }) => ({
        key: text(value.key) ?? '',
        values: texts(value.values),
        notValues: texts(value.notValues),
        path: `spec.rules[${place}].when[${i}]`,
      })),
    })),
  }
})

export type JwtRule = {
  readonly path: string
  readonly issuer: string
  readonly audiences: readonly string[]
  /** Lower case. */
  readonly headers: readonly string[]
  readonly jwksUri: string | undefined
}

export type RequestAuthentication = AttachedPolicy & {
  readonly rules: readonly JwtRule[]
}

/** RequestAuthentications, oldest first. Without a place to look a token is read from `Authorization`. */
export const readRequestAuthentications = reader((object): RequestAuthentication => {
  const { spec } = object
  return {
    ...attachedPolicy(object),
    rules: records(at(spec, 'jwtRules')).map(({ at: place, value }) => {
      const headers = records(value.fromHeaders).flatMap(
        (h) => text(h.value.name)?.toLowerCase() ?? [],
      )
      const isElsewhere =
        headers.length > 0 ||
        list(value.fromParams).length > 0 ||
        list(value.fromCookies).length > 0
      return {
        path: `spec.jwtRules[${place}]`,
        issuer: text(value.issuer) ?? '',
        audiences: texts(value.audiences),
        headers: isElsewhere ? headers : ['authorization'],
        jwksUri: text(value.jwksUri),
      }
    }),
  }
})
