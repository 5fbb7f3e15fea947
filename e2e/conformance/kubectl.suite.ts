import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { KUBECTL_NAMESPACE as NAMESPACE } from './stage.ts'
import type { Target } from './target.ts'

const web = (more: { image?: string; replicas?: number; env?: string; second?: boolean } = {}) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: ${more.replicas ?? 2}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
      - name: web
        image: ${more.image ?? 'web:1'}
        env: [{ name: MODE, value: "${more.env ?? 'one'}" }]
        ports: [{ name: http, containerPort: 8080 }]
${more.second === false ? '' : '      - { name: side, image: "side:1" }'}
`
const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: web, labels: { app: web } }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }
`
const route = (weight: number) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web }
spec:
  hosts: [web]
  http:
  - route:
    - { destination: { host: web, subset: a }, weight: ${weight} }
    - { destination: { host: web, subset: b }, weight: ${100 - weight} }
`
const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web-1, labels: { app: web } }
spec: { containers: [{ name: web, image: "web:1", ports: [{ containerPort: 8080 }] }] }
`

/** kubectl as a real client: the same commands, the same words. */
export function kubectlSuite(target: Target): void {
  const run = async (args: string, input?: string) => {
    const result = await target.kubectl(args.split(' '), input)
    return { ...result, text: `${result.stdout}${result.stderr}`.trim() }
  }
  /** What it says when all goes well. */
  const ok = async (args: string, input?: string): Promise<string> => {
    const { code, stdout, text } = await run(args, input)
    assert.equal(code, 0, `kubectl ${args}: ${text}`)
    return stdout.trim()
  }
  const lines = async (args: string) =>
    (await ok(args)).split('\n').map((line) => line.trim().split(/\s{2,}/))

  describe('kubectl', () => {
    before(async () => {
      await ok(`create namespace ${NAMESPACE}`)
    })

    test('version, api-versions, api-resources', async () => {
      assert.match(await ok('version'), /Server Version: v1\.36/)
      assert.match(await ok('api-versions'), /^networking\.istio\.io\/v1$/m)
      assert.match(
        await ok('api-resources --api-group networking.istio.io'),
        /^virtualservices +vs +networking\.istio\.io\/v1 +true +VirtualService$/m,
      )
    })

    for (const { args, says } of [
      { args: 'create configmap made --from-literal=a=b', says: 'configmap/made created' },
      { args: 'create secret generic made --from-literal=a=b', says: 'secret/made created' },
      { args: 'create serviceaccount made', says: 'serviceaccount/made created' },
      { args: 'create namespace made', says: 'namespace/made created' },
      {
        args: 'create deployment made --image=a:1 --replicas=0 --port=80',
        says: 'deployment.apps/made created',
      },
      { args: 'create job made --image=a', says: 'job.batch/made created' },
      { args: 'create service clusterip made --tcp=80:8080', says: 'service/made created' },
      {
        args: 'create ingress made --rule=a.test/x=made:80',
        says: 'ingress.networking.k8s.io/made created',
      },
      {
        args: 'create role made --verb=get --resource=pods,deployments.apps',
        says: 'role.rbac.authorization.k8s.io/made created',
      },
      {
        args: 'create rolebinding made --role=made --user=kim --serviceaccount=a:b',
        says: 'rolebinding.rbac.authorization.k8s.io/made created',
      },
      {
        args: 'create poddisruptionbudget made --selector=a=b --min-available=50%',
        says: 'poddisruptionbudget.policy/made created',
      },
      { args: 'create quota made --hard=pods=10', says: 'resourcequota/made created' },
      {
        args: 'create configmap dry --from-literal=a=b --dry-run=server',
        says: 'configmap/dry created (server dry run)',
      },
    ])
      test(args, async () => assert.equal(await ok(args), says))

    test('what was created as protobuf reads as it was meant', async () => {
      const path = (kind: string, field: string) => ok(`get ${kind} made -o jsonpath={${field}}`)
      assert.equal(await path('configmap', '.data.a'), 'b')
      assert.equal(await path('secret', '.data.a'), 'Yg==')
      assert.equal(await path('deployment', '.spec.replicas'), '0')
      assert.equal(
        await path('deployment', '.spec.template.spec.containers[0].ports[0].protocol'),
        'TCP',
      )
      assert.equal(await path('service', '.spec.ports[0].targetPort'), '8080')
      assert.equal(await path('poddisruptionbudget', '.spec.minAvailable'), '50%')
      assert.equal(await path('resourcequota', '.spec.hard.pods'), '10')
      assert.equal(await path('ingress', '.spec.rules[0].http.paths[0].path'), '/x')
      assert.equal(await path('role', '.rules[1].apiGroups[0]'), 'apps')
      assert.equal(await path('rolebinding', '.subjects[1].namespace'), 'a')
    })

    test('what there is already', async () => {
      const { code, text } = await run('create configmap made')
      assert.equal(code, 1)
      assert.match(text, /configmaps "made" already exists/)
    })

    test('apply: created, unchanged, configured', async () => {
      assert.equal(await ok('apply -f -', web()), 'deployment.apps/web created')
      assert.equal(await ok('apply -f -', web()), 'deployment.apps/web unchanged')
      const changed = web({ image: 'web:2', env: 'two', second: false })
      assert.equal(await ok('apply -f -', changed), 'deployment.apps/web configured')
      const field = 'get deployment web -o jsonpath={.spec.template.spec.containers[*].image}'
      assert.equal(await ok(field), 'web:2')
      assert.equal(
        await ok('apply -f -', `${SERVICE}---${route(80)}---${POD}`),
        [
          'service/web created',
          'virtualservice.networking.istio.io/web created',
          'pod/web-1 created',
        ].join('\n'),
      )
      assert.match(await ok('apply -f -', route(60)), /configured$/)
      const weight = 'get virtualservice web -o jsonpath={.spec.http[0].route[*].weight}'
      assert.equal(await ok(weight), '60 40')
    })

    test('diff: nothing, then what differs', async () => {
      const same = await run('diff -f -', route(60))
      assert.deepEqual([same.code, same.stdout], [0, ''])
      const other = await run('diff -f -', route(50))
      assert.equal(other.code, 1)
      assert.match(other.stdout, /^- +weight: 60$/m)
      assert.match(other.stdout, /^\+ +weight: 50$/m)
      const image = await run('diff -f -', web({ image: 'web:3', env: 'two', second: false }))
      assert.equal(image.code, 1, image.text)
      assert.match(image.stdout, /^\+ +- image: web:3$|^\+ +image: web:3$/m)
    })

    test('get: a table, a wide one, by label, of several kinds', async () => {
      const [head, row] = await lines('get deployments -l app=web')
      assert.deepEqual(head, ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'])
      assert.deepEqual(row?.slice(0, 4), ['web', '0/2', '0', '0'])
      const [wide, more] = await lines('get deployments -l app=web -o wide')
      assert.deepEqual(wide?.slice(5), ['CONTAINERS', 'IMAGES', 'SELECTOR'])
      assert.deepEqual(more?.slice(5), ['web', 'web:2', 'app=web'])
      const [routes, first] = await lines('get vs')
      assert.deepEqual(routes, ['NAME', 'GATEWAYS', 'HOSTS', 'AGE'])
      assert.match(first?.join(' ') ?? '', /^web \["web"\]/)
      assert.deepEqual(
        (await ok('get deployments,services,pods -l app=web -o name')).split('\n').sort(),
        ['deployment.apps/web', 'pod/web-1', 'service/web'],
      )
      const [pods, pod] = await lines('get pods -A -o wide --field-selector metadata.name=web-1')
      assert.deepEqual(pods?.slice(0, 6), [
        'NAMESPACE',
        'NAME',
        'READY',
        'STATUS',
        'RESTARTS',
        'AGE',
      ])
      assert.deepEqual(pod?.slice(0, 4), [NAMESPACE, 'web-1', '0/1', 'Pending'])
    })

    test('get: in chunks, sorted, as YAML, and what is not there', async () => {
      assert.match(await ok('get configmaps --chunk-size=1 -o name'), /configmap\/made/)
      await ok('get services --sort-by=.metadata.name')
      assert.match(await ok('get service web -o yaml'), /^ {2}clusterIP: 10\.\d+\.\d+\.\d+$/m)
      const { code, text } = await run('get deployment nothing')
      assert.equal(code, 1)
      assert.equal(text, 'Error from server (NotFound): deployments.apps "nothing" not found')
      assert.equal(
        (await run('get pods -l app=nobody')).text,
        `No resources found in ${NAMESPACE} namespace.`,
      )
    })

    test('get -w', async () => {
      const watching = run(
        'get configmaps watched --watch --output-watch-events --request-timeout=6s --ignore-not-found',
      )
      const all = run(
        'get configmaps -l suite=w --watch-only --output-watch-events --request-timeout=6s',
      )
      await sleep(2000)
      await ok('create configmap watched')
      await ok('label configmap watched suite=w')
      await ok('delete configmap watched')
      await watching
      const { stdout } = await all
      const seen = stdout
        .split('\n')
        .slice(1)
        .map((line) => line.split(/\s+/).slice(0, 2).join(' '))
      assert.deepEqual(seen.filter(Boolean), ['ADDED watched', 'DELETED watched'])
    })

    test('describe', async () => {
      const deployment = await ok('describe deployment web')
      assert.match(deployment, /^Selector: +app=web$/m)
      assert.match(deployment, /^ +Port: +8080\/TCP \(http\)$/m)
      assert.match(await ok('describe service web'), /^Port: +http {2}80\/TCP$/m)
      assert.match(await ok('describe virtualservice web'), /^ +Weight: +60$/m)
      assert.match(await ok(`describe namespace ${NAMESPACE}`), /^Status: +Active$/m)
      const uid = await ok('get pod web-1 -o jsonpath={.metadata.uid}')
      await ok(
        'create -f -',
        `{"apiVersion":"v1","kind":"Event","metadata":{"name":"web-1.1"},"involvedObject":{"kind":"Pod","name":"web-1","namespace":"${NAMESPACE}","uid":"${uid}"},"reason":"Testing","message":"said so","type":"Normal"}`,
      )
      assert.match(await ok('describe pod web-1'), /Testing +.*said so/)
    })

    test('patch: strategic, merge and JSON', async () => {
      const image = 'get deployment web -o jsonpath={.spec.template.spec.containers[*].image}'
      const patches = [
        ['strategic', '{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"b:1"}]}}}}'],
        [
          'json',
          '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"b:2"}]',
        ],
        ['merge', '{"metadata":{"annotations":{"x":"y"}}}'],
      ]
      for (const [type, patch] of patches) {
        const { code, text } = await run(`patch deployment web --type=${type} -p ${patch}`)
        assert.equal(code, 0, text)
        assert.equal(text, 'deployment.apps/web patched')
      }
      assert.equal(await ok(image), 'b:2 web:2')
      assert.match(
        (await run('patch deployment web -p {"metadata":{"annotations":{"x":"y"}}}')).text,
        /patched \(no change\)$/,
      )
    })

    test('label, annotate, set image, edit', async () => {
      assert.equal(await ok('label service web tier=front'), 'service/web labeled')
      assert.match((await run('label service web tier=back')).text, /already has a value \(front\)/)
      assert.equal(await ok('label service web tier-'), 'service/web unlabeled')
      assert.equal(
        await ok('annotate virtualservice web a=b'),
        'virtualservice.networking.istio.io/web annotated',
      )
      assert.equal(
        await ok('set image deployment/web web=web:9'),
        'deployment.apps/web image updated',
      )
      await ok('annotate service web note=before-edit')
      assert.equal(await ok('edit service web'), 'service/web edited')
      assert.equal(
        await ok('get service web -o jsonpath={.metadata.annotations.note}'),
        'after-edit',
      )
    })

    test('replace', async () => {
      const made = JSON.parse(await ok('get configmap made -o json'))
      made.data = { c: 'd' }
      assert.equal(await ok('replace -f -', JSON.stringify(made)), 'configmap/made replaced')
      const { code, text } = await run('replace -f -', JSON.stringify(made))
      assert.equal(code, 1)
      assert.match(
        text,
        /the object has been modified; please apply your changes to the latest version/,
      )
    })

    test('explain', async () => {
      assert.match(await ok('explain deployment.spec.replicas'), /^FIELD: replicas <integer>$/m)
      assert.match(await ok('explain virtualservice.spec.hosts'), /^FIELD: hosts <\[\]string>$/m)
      assert.match(await ok('explain service'), /^VERSION: +v1$/m)
    })

    test('auth can-i, and who one is', async () => {
      assert.equal(await ok('auth can-i create deployments'), 'yes')
      assert.equal(await ok('auth can-i get pods --as=kim'), 'yes')
      for (const args of [
        'auth can-i delete pods --as=kim',
        'auth can-i get pods --as=kim -n default',
        'auth can-i get /metrics --as=kim',
      ]) {
        const { code, stdout } = await run(args)
        assert.deepEqual([code, stdout.trim()], [1, 'no'])
      }
      assert.equal(
        await ok('auth can-i get deployments.apps/web --as=system:serviceaccount:a:b'),
        'yes',
      )
      assert.match(
        await ok('auth can-i --list --as=kim'),
        /^deployments\.apps +\[\] +\[\] +\[get\]$/m,
      )
      const who = JSON.parse(
        await ok('auth whoami -o json --as=kim --as-group=g --as-group=h --as-uid=1'),
      )
      assert.deepEqual(who.status.userInfo, {
        username: 'kim',
        uid: '1',
        groups: ['g', 'h', 'system:authenticated'],
      })
      const { code, text } = await run('get secrets --as=kim')
      assert.equal(code, 1)
      assert.equal(
        text,
        `Error from server (Forbidden): secrets is forbidden: User "kim" cannot list resource "secrets" in API group "" in the namespace "${NAMESPACE}"`,
      )
    })

    test('delete: one, by label, by file, what is not there', async () => {
      const place = `from ${NAMESPACE} namespace`
      assert.equal(await ok('delete configmap made'), `configmap "made" deleted ${place}`)
      assert.equal(await ok('delete services -l app=web'), `service "web" deleted ${place}`)
      assert.match(await ok('delete -f -', route(60)), /"web" deleted/)
      const { code, text } = await run('delete configmap made')
      assert.equal(code, 1)
      assert.match(text, /configmaps "made" not found/)
      assert.equal((await run('delete configmap made --ignore-not-found')).code, 0)
      assert.equal(
        await ok('delete deployment web --cascade=background'),
        `deployment.apps "web" deleted ${place}`,
      )
    })
  })
}
