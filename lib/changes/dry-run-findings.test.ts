import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseYaml } from '#lib/yaml/parse.ts'
import { dryRunOutcome, type Refusal } from './dry-run-findings.ts'

const [document] = parseYaml('spec:\n  http:\n  - weight: 1\n').documents
const refusal = (more: Partial<Refusal>): Refusal => ({
  status: 422,
  reason: 'Invalid',
  message: 'refused',
  causes: [],
  ...more,
})
const cause = (message: string, reason = 'FieldValueInvalid') =>
  refusal({ causes: [{ field: 'spec.http[0].weight', message, reason }] })

type Row = {
  name: string
  given: Refusal
  state?: string
  code: string
  layer: string
  group?: string
}
const rows: Row[] = [
  {
    name: 'a wrong type',
    given: cause(
      'Invalid value: "number": spec.http[0].weight in body must be of type integer: "number"',
      'FieldValueTypeInvalid',
    ),
    code: 'schema.type',
    layer: 'schema',
  },
  {
    name: 'a missing field',
    given: cause('Required value', 'FieldValueRequired'),
    code: 'schema.required',
    layer: 'schema',
  },
  {
    name: 'a value outside the enumeration',
    given: cause('Unsupported value: "x": supported values: "y"', 'FieldValueNotSupported'),
    code: 'schema.enum',
    layer: 'schema',
  },
  {
    name: 'alternatives set together',
    given: cause(
      'Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives in body exactly one',
    ),
    code: 'schema.one-of',
    layer: 'schema',
  },
  {
    name: 'a rule in CEL',
    given: cause('Invalid value: "object": portLevelMtls requires selector'),
    code: 'schema.cel',
    layer: 'cel',
  },
  {
    name: 'a rule of a built-in kind',
    given: cause('Invalid value: 0: must be between 1 and 65535'),
    group: '',
    code: 'admission.rejected',
    layer: 'admission',
  },
  {
    name: 'a webhook',
    given: refusal({
      status: 400,
      reason: 'BadRequest',
      message:
        'admission webhook "validation.istio.io" denied the request: total destination weight = 0',
    }),
    code: 'admission.rejected',
    layer: 'admission',
  },
  {
    name: 'a webhook that is down',
    given: refusal({ status: 500, message: 'failed calling webhook' }),
    code: 'admission.rejected',
    layer: 'admission',
  },
  {
    name: 'a missing namespace',
    given: refusal({ status: 404, message: 'namespaces "x" not found' }),
    code: 'admission.rejected',
    layer: 'admission',
  },
  {
    name: 'an unknown field',
    given: refusal({
      status: 400,
      message:
        'Route in version "v1" cannot be handled as a Route: strict decoding error: unknown field "spec.http[0].weigth"',
    }),
    code: 'schema.unknown-field',
    layer: 'schema',
  },
  {
    name: 'missing rights',
    given: refusal({
      status: 403,
      message: 'routes is forbidden: User "eve" cannot update resource',
    }),
    state: 'denied',
    code: 'change.not-permitted',
    layer: 'admission',
  },
  {
    name: 'a policy that forbids',
    given: refusal({ status: 403, message: 'ValidatingAdmissionPolicy "p" denied request: no' }),
    code: 'admission.rejected',
    layer: 'admission',
  },
  {
    name: 'a webhook without dry run',
    given: refusal({ status: 400, message: 'admission webhook "x" does not support dry run' }),
    state: 'skipped',
    code: 'change.dry-run-skipped',
    layer: 'admission',
  },
  {
    name: 'a race',
    given: refusal({ status: 409, message: 'modified' }),
    code: 'change.stale-base',
    layer: 'cross-resource',
  },
]
test('a refusal names the Role that would allow it', () => {
  const fixOf = (where: string) =>
    dryRunOutcome(
      refusal({
        status: 403,
        message: `routes.x.io "a" is forbidden: User "eve" cannot update resource "routes" in API group "x.io" ${where}`,
      }),
      { resource: 'Route/shop/a', group: 'x.io', document },
    ).findings[0]?.fix
  assert.equal(
    fixOf('in the namespace "shop"'),
    'Ask for a Role in shop that allows "update" on routes of x.io, then review again.',
  )
  assert.equal(
    fixOf('at the cluster scope'),
    'Ask for a ClusterRole that allows "update" on routes of x.io, then review again.',
  )
  assert.equal(fixOf('somewhere'), undefined)
})

for (const row of rows)
  test(`dry run: ${row.name}`, () => {
    const { state, findings } = dryRunOutcome(row.given, {
      resource: 'Route/shop/a',
      group: row.group ?? 'example.io',
      document,
    })
    assert.equal(state, row.state ?? 'failed')
    assert.deepEqual(
      findings.map((f) => [f.code, f.layer]),
      [[row.code, row.layer]],
    )
  })

test('a cause stands on the line of its field', () => {
  const { findings } = dryRunOutcome(cause('in body must be of type integer'), {
    resource: 'Route/shop/a',
    group: 'example.io',
    document,
  })
  assert.equal(findings[0]?.path, 'spec.http[0].weight')
  assert.equal(findings[0]?.range?.line, 3)
})
