import { stringify } from 'yaml'
import { PEOPLE, PERSONS, type Person, type Tokens } from './people.ts'

/** A kubeconfig with one context for each person, named as the person; `current` is selected. */
export function kubeconfig(
  server: { url: string; ca: string; tokens: Tokens },
  current: Person,
): string {
  const cluster = 'meshwright-e2e'
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: {
          server: server.url,
          'certificate-authority-data': Buffer.from(server.ca).toString('base64'),
        },
      },
    ],
    users: PERSONS.map((person) => ({
      name: PEOPLE[person].user,
      user: { token: server.tokens[person] },
    })),
    contexts: PERSONS.map((person) => ({
      name: PEOPLE[person].user,
      context: { cluster, user: PEOPLE[person].user },
    })),
    'current-context': PEOPLE[current].user,
  })
}
