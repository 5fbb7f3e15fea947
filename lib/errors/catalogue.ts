/**
 * Expected failures, each with a way out. Anything that is not here is a bug and is answered as one.
 * `detail` says what and where, `fix` what to do.
 */
export type ErrorEntry<P> = {
  readonly status: number
  readonly title: string
  readonly detail: (params: P) => string
  readonly fix: (params: P) => string
}

const entry = <P>(value: ErrorEntry<P>): ErrorEntry<P> => value

export const ERRORS = {
  'request/invalid': entry<{ where: string; message: string }>({
    status: 400,
    title: 'The request does not fit',
    detail: ({ where, message }) => `${where}: ${message}`,
    fix: () => 'See /api/openapi.json for what this address takes.',
  }),
  'request/too-large': entry<{ limit: string }>({
    status: 413,
    title: 'The request is too large',
    detail: ({ limit }) => `The body is larger than ${limit}.`,
    fix: () => 'Split the change into smaller ones.',
  }),
  'request/media-type': entry<{ got: string }>({
    status: 415,
    title: 'The body must be JSON',
    detail: ({ got }) => `The content type is "${got}".`,
    fix: () => 'Send Content-Type: application/json.',
  }),
  'request/method': entry<{ method: string; allowed: string }>({
    status: 405,
    title: 'Method not allowed',
    detail: ({ method, allowed }) => `${method} is not offered here, only ${allowed}.`,
    fix: () => 'See /api/openapi.json.',
  }),
  'request/no-such-address': entry<{ path: string }>({
    status: 404,
    title: 'Nothing is served here',
    detail: ({ path }) => `${path} is no address of the API.`,
    fix: () => 'See /api/openapi.json.',
  }),
  'request/too-many-streams': entry<{ limit: number }>({
    status: 429,
    title: 'Too many event streams',
    detail: ({ limit }) => `Only ${limit} may be open at once.`,
    fix: () => 'Close pages that are not needed; without a stream the page asks again by itself.',
  }),
  'session/missing': entry<Record<string, never>>({
    status: 401,
    title: 'Not signed in',
    detail: () => 'This request carries no session and no launch token.',
    fix: () =>
      'Open the address that the start command printed, or send "Authorization: Bearer <launch token>".',
  }),
  'session/wrong-token': entry<Record<string, never>>({
    status: 401,
    title: 'The launch token is not right',
    detail: () => 'The token differs from the one of this process. Tokens change with each start.',
    fix: () => 'Open the address that the start command printed last.',
  }),
  'session/host': entry<{ host: string }>({
    status: 421,
    title: 'This host name is not served',
    detail: ({ host }) =>
      `The Host header "${host}" is not the address that Meshwright listens on.`,
    fix: () => 'Open it by the printed address, or start with --host.',
  }),
  'session/origin': entry<{ origin: string }>({
    status: 403,
    title: 'The request comes from another page',
    detail: ({ origin }) => `Origin "${origin}" may not write here.`,
    fix: () => 'Use the page that Meshwright serves itself.',
  }),
  'cluster/unknown': entry<{ id: string }>({
    status: 404,
    title: 'No such cluster',
    detail: ({ id }) => `There is no cluster "${id}".`,
    fix: () => 'See /api/clusters for those that are configured.',
  }),
  'cluster/unreachable': entry<{ server: string; reason: string }>({
    status: 502,
    title: 'The cluster does not answer',
    detail: ({ server, reason }) => `${server}: ${reason}`,
    fix: () => 'Check that the API server runs and that the kubeconfig points to it.',
  }),
  'cluster/unauthorized': entry<{ server: string; reason: string }>({
    status: 502,
    title: 'The cluster does not accept the credentials',
    detail: ({ server, reason }) => `${server} answered 401: ${reason}`,
    fix: () => 'Sign in to the cluster again (for example with your cloud command) and try again.',
  }),
  'cluster/forbidden': entry<{ verb: string; resource: string; namespace: string; reason: string }>(
    {
      status: 403,
      title: 'Kubernetes refused access',
      detail: ({ verb, resource, namespace, reason }) =>
        `You may not ${verb} ${resource}${namespace ? ` in ${namespace}` : ''}. Kubernetes says: ${reason}`,
      fix: ({ verb, resource, namespace }) =>
        `Ask for a ${namespace ? `Role in ${namespace}` : 'ClusterRole'} that allows "${verb}" on ${resource}.`,
    },
  ),
  'cluster/throttled': entry<{ seconds: number; server?: string }>({
    status: 429,
    title: 'The API server asks to slow down',
    detail: ({ seconds, server }) =>
      server
        ? `${server} answered 429: it wants ${seconds} s of rest.`
        : `It wants ${seconds} s of rest.`,
    fix: () =>
      'Meshwright waits that long before it reads on. When it lasts, look at what else asks this API server so much.',
  }),
  'cluster/tls': entry<{ server: string; reason: string }>({
    status: 502,
    title: 'The certificate of the API server is not trusted',
    detail: ({ server, reason }) => `${server}: ${reason}`,
    fix: () =>
      'Put the right certificate-authority-data (or tls-server-name) into the kubeconfig of this cluster.',
  }),
  'cluster/refused': entry<{ server: string; status: number; reason: string }>({
    status: 502,
    title: 'The API server refused the request',
    detail: ({ server, status, reason }) => `${server} answered ${status}: ${reason}`,
    fix: () => 'Look at the log of the API server, and try again.',
  }),
  'cluster/credentials': entry<{ what: string; reason: string }>({
    status: 502,
    title: 'There are no credentials for this cluster',
    detail: ({ what, reason }) => `${what}: ${reason}`,
    fix: () => 'Run the same command in a terminal, sign in if it asks to, then try again.',
  }),
  'config/kubeconfig': entry<{ file: string; reason: string }>({
    status: 502,
    title: 'The kubeconfig cannot be read',
    detail: ({ file, reason }) => `${file}: ${reason}`,
    fix: ({ file }) => `Correct ${file}; "kubectl config view" shows what kubectl makes of it.`,
  }),
  'config/context': entry<{ context: string; files: string; known: string }>({
    status: 502,
    title: 'The kubeconfig has no such context',
    detail: ({ context, files }) => `${files} holds no usable context "${context}".`,
    fix: ({ known }) =>
      known ? `Choose one with --context: ${known}.` : 'Add one with "kubectl config set-context".',
  }),
  'resource/unknown-kind': entry<{ what: string }>({
    status: 404,
    title: 'The cluster does not serve this kind',
    detail: ({ what }) => `${what} is not served by this cluster.`,
    fix: () => 'Check apiVersion and kind, or install its CustomResourceDefinition.',
  }),
  'resource/not-found': entry<{ resource: string }>({
    status: 404,
    title: 'Not found',
    detail: ({ resource }) => `There is no ${resource}.`,
    fix: () => 'It may have been deleted; the topology shows what is there now.',
  }),
  'resource/secret': entry<{ resource: string }>({
    status: 403,
    title: 'Secrets are not opened here',
    detail: ({ resource }) => `Meshwright does not read the values of ${resource}.`,
    fix: () => 'Use kubectl for secrets; what refers to them is shown by name.',
  }),
  'plan/unknown': entry<{ plan: string }>({
    status: 404,
    title: 'No such plan',
    detail: ({ plan }) =>
      `Plan ${plan} is not known. Plans are forgotten after an hour and at a restart.`,
    fix: () => 'Review the change again. Nothing was applied.',
  }),
  'plan/hash': entry<Record<string, never>>({
    status: 409,
    title: 'This is not what was reviewed',
    detail: () => 'The hash differs from that of the plan. Nothing was applied.',
    fix: () => 'Review the change again and apply what you see.',
  }),
  'plan/conflict': entry<{ resources: string }>({
    status: 409,
    title: 'The cluster changed since the review',
    detail: ({ resources }) => `${resources} changed since then. Nothing was applied.`,
    fix: () => 'Compare both sides, then review again.',
  }),
  'plan/other-cluster': entry<{ reviewed: string; now: string }>({
    status: 409,
    title: 'This is another cluster than the one that was reviewed',
    detail: ({ reviewed, now }) =>
      `The review was made on ${reviewed}, and the kubeconfig now leads to ${now}. Nothing was applied.`,
    fix: () =>
      'Review the change again on the cluster that is here now, or switch the context back.',
  }),
  'plan/other-sample': entry<{ now: string }>({
    status: 409,
    title: 'The sandbox holds another mesh than the one that was reviewed',
    detail: ({ now }) =>
      `Since the review it was reset or another sample was opened; it shows ${now} now. Nothing was applied.`,
    fix: () => 'Review the change again on what is shown now.',
  }),
  'plan/blocked': entry<{ because: string }>({
    status: 422,
    title: 'This change cannot be applied',
    detail: ({ because }) => `${because} Nothing was applied.`,
    fix: () => 'Correct the text and review again.',
  }),
  'plan/confirm': entry<{ phrase: string; because: string }>({
    status: 422,
    title: 'This change needs your confirmation',
    detail: ({ because }) => `${because} Nothing was applied.`,
    fix: ({ phrase }) => `Send "confirm": ${JSON.stringify(phrase)}.`,
  }),
  'plan/read-only': entry<Record<string, never>>({
    status: 403,
    title: 'Meshwright runs read-only',
    detail: () => 'It was started with --read-only. Nothing was applied.',
    fix: () => 'Start it without --read-only to apply changes.',
  }),
  'change/unknown': entry<{ change: string }>({
    status: 404,
    title: 'No such change',
    detail: ({ change }) => `The history holds no change ${change}.`,
    fix: () => 'See /changes for what was applied.',
  }),
  'change/nothing-to-revert': entry<{ change: string; state: string }>({
    status: 409,
    title: 'There is nothing to revert',
    detail: ({ change, state }) =>
      `Change ${change} is ${state}: none of it stands in the cluster.`,
    fix: () => 'See /changes for the changes that were applied.',
  }),
  'sample/real-cluster': entry<{ cluster: string }>({
    status: 409,
    title: 'Samples are for the sandbox',
    detail: ({ cluster }) =>
      `${cluster} is a real cluster: nothing in it is replaced by a sample or reset. Nothing was changed.`,
    fix: () => 'Open the sandbox beside it, and choose a sample there.',
  }),
  'sample/unknown': entry<{ sample: string; known: string }>({
    status: 404,
    title: 'No such sample',
    detail: ({ sample }) => `There is no sample "${sample}". Nothing was changed.`,
    fix: ({ known }) => `One of: ${known}.`,
  }),
  'history/unwritable': entry<{ reason: string }>({
    status: 503,
    title: 'The history cannot be written',
    detail: ({ reason }) => `${reason}. Without a record nothing is written. Nothing was applied.`,
    fix: () => 'Make room or set MESHWRIGHT_DATA to a folder that can be written, and apply again.',
  }),
  'internal/bug': entry<{ id: string }>({
    status: 500,
    title: 'Something in Meshwright is broken',
    detail: ({ id }) =>
      `An unexpected error happened (${id}). The log of the server has the details.`,
    fix: () => 'Report it with that id. Other pages keep working.',
  }),
}

export type ErrorCode = keyof typeof ERRORS
export type ErrorParams<C extends ErrorCode> =
  (typeof ERRORS)[C] extends ErrorEntry<infer P> ? P : never
