import type { Kind } from './kind.ts'

const core = (group: string, kind: string, plural: string, more: Partial<Kind> = {}): Kind => ({
  group,
  kind,
  plural,
  versions: ['v1'],
  scope: 'Namespaced',
  watch: true,
  editable: false,
  ...more,
})

/** Kubernetes' own kinds that every mesh rests on. Meshes add theirs in `lib/meshes/<mesh>/kinds.ts`. */
export const CORE_KINDS: readonly Kind[] = [
  core('', 'Namespace', 'namespaces', { scope: 'Cluster' }),
  core('', 'Node', 'nodes', { scope: 'Cluster' }),
  core('', 'Service', 'services'),
  core('', 'Pod', 'pods'),
  core('', 'ConfigMap', 'configmaps'),
  core('', 'ServiceAccount', 'serviceaccounts'),
  core('', 'ReplicationController', 'replicationcontrollers'),
  core('discovery.k8s.io', 'EndpointSlice', 'endpointslices'),
  core('apps', 'Deployment', 'deployments'),
  core('apps', 'ReplicaSet', 'replicasets'),
  core('apps', 'StatefulSet', 'statefulsets'),
  core('apps', 'DaemonSet', 'daemonsets'),
  core('batch', 'Job', 'jobs'),
  core('batch', 'CronJob', 'cronjobs'),
  core('networking.k8s.io', 'Ingress', 'ingresses', { editable: true }),
  core('networking.k8s.io', 'IngressClass', 'ingressclasses', { scope: 'Cluster' }),
  core(
    'admissionregistration.k8s.io',
    'MutatingWebhookConfiguration',
    'mutatingwebhookconfigurations',
    {
      scope: 'Cluster',
    },
  ),
  core('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions', {
    scope: 'Cluster',
  }),
]
