import { isRecord, own, record, records, text } from '#lib/resources/field.ts'
import { type Caller, serviceAccountOf } from './caller.ts'
import { type Rule, readRules } from './role-rules.ts'
import { decode, type Entry, type ObjectStore } from './store.ts'

const GROUP = 'rbac.authorization.k8s.io'

type Subject = {
  readonly kind: string
  readonly name: string
  readonly namespace: string
}
type RoleRef = { readonly kind: string; readonly name: string }
type Binding = { readonly roleRef: RoleRef; readonly subjects: readonly Subject[] }
type Role = { readonly rules: readonly Rule[]; readonly aggregates: readonly Labels[] }
type Labels = readonly (readonly [string, string])[]

/** A rule that holds for somebody, and the binding that says so; or why a binding leads nowhere. */
export type Held = { readonly rule: Rule; readonly source: string } | { readonly problem: string }

/** Entries never change, so what is read from one holds for good. */
const readOnce = <T>(read: (entry: Entry) => T): ((entry: Entry) => T) => {
  const known = new WeakMap<Entry, T>()
  return (entry) => {
    const found = known.get(entry)
    if (found) return found
    const made = read(entry)
    known.set(entry, made)
    return made
  }
}

const bindingOf = readOnce((entry): Binding => {
  const object = decode(entry)
  const ref = record(object.roleRef)
  return {
    roleRef: { kind: text(ref.kind) ?? '', name: text(ref.name) ?? '' },
    subjects: records(object.subjects).map(({ value }) => ({
      kind: text(value.kind) ?? '',
      name: text(value.name) ?? '',
      namespace: text(value.namespace) ?? '',
    })),
  }
})

const roleOf = readOnce((entry): Role => {
  const object = decode(entry)
  const selectors = records(own(object.aggregationRule, 'clusterRoleSelectors'))
  return {
    rules: readRules(object.rules),
    aggregates: selectors.map(({ value }) =>
      Object.entries(isRecord(value.matchLabels) ? value.matchLabels : {}).map(
        ([key, label]) => [key, String(label)] as const,
      ),
    ),
  }
})

/** Finds the rules that the roles and bindings in the store give somebody. */
export class RoleResolver {
  private readonly store: ObjectStore

  constructor(store: ObjectStore) {
    this.store = store
  }

  /**
   * Cluster-wide rules, and those of the namespace where one is given.
   *
   * @see k8s.io/kubernetes/pkg/registry/rbac/validation/rule.go, VisitRulesFor
   */
  *rulesFor(caller: Caller, namespace: string): Generator<Held> {
    yield* this.bound(caller, this.store.list(`${GROUP}/clusterrolebindings`), '')
    if (namespace !== '')
      yield* this.bound(caller, this.store.list(`${GROUP}/rolebindings`, namespace), namespace)
  }

  /** Rules of the role that a binding refers to; a text where there is none of this name. */
  rulesOf(ref: RoleRef, namespace: string): readonly Rule[] | string {
    const resource = ref.kind === 'ClusterRole' ? 'clusterroles' : 'roles'
    const place = ref.kind === 'ClusterRole' ? '' : namespace
    const entry = this.store.get(`${GROUP}/${resource}`, place, ref.name)
    if (!entry) return `${ref.kind.toLowerCase()}.${GROUP} ${JSON.stringify(ref.name)} not found`
    return ref.kind === 'ClusterRole' ? this.aggregated(entry, new Set()) : roleOf(entry).rules
  }

  private *bound(caller: Caller, entries: readonly Entry[], namespace: string): Generator<Held> {
    for (const entry of entries) {
      const { subjects, roleRef } = bindingOf(entry)
      const subject = subjects.find((one) => isSubject(one, caller, namespace))
      if (!subject) continue
      const rules = this.rulesOf(roleRef, namespace)
      if (typeof rules === 'string') {
        yield { problem: rules }
        continue
      }
      const source = describe(entry, roleRef, subject, namespace)
      for (const rule of rules) yield { rule, source }
    }
  }

  /** With the rules of the roles that an aggregation rule selects: what a controller does elsewhere. */
  private aggregated(entry: Entry, seen: Set<string>): readonly Rule[] {
    const { rules, aggregates } = roleOf(entry)
    if (aggregates.length === 0 || seen.has(entry.name)) return rules
    seen.add(entry.name)
    const selected = this.store
      .list(`${GROUP}/clusterroles`)
      .filter(
        ({ name, labels }) =>
          name !== entry.name &&
          aggregates.some((wanted) => wanted.every(([key, value]) => labels.get(key) === value)),
      )
    return [...rules, ...selected.flatMap((one) => this.aggregated(one, seen))]
  }
}

function isSubject(subject: Subject, caller: Caller, bindingNamespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === caller.username
    case 'Group':
      return caller.groups.includes(subject.name)
    case 'ServiceAccount': {
      const account = serviceAccountOf(caller.username)
      const namespace = subject.namespace || bindingNamespace
      return account?.name === subject.name && account.namespace === namespace
    }
    default:
      return false
  }
}

/** The real server writes the name before the namespace here, too. */
function describe(entry: Entry, ref: RoleRef, subject: Subject, namespace: string): string {
  const [kind, name] = namespace
    ? ['RoleBinding', `${entry.name}/${namespace}`]
    : ['ClusterRoleBinding', entry.name]
  const who =
    subject.kind === 'ServiceAccount'
      ? `${subject.name}/${subject.namespace || namespace}`
      : subject.name
  return `${kind} ${JSON.stringify(name)} of ${ref.kind} ${JSON.stringify(ref.name)} to ${subject.kind} ${JSON.stringify(who)}`
}
