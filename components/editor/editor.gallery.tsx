'use client'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import type { Problem } from './problem.ts'
import { ProblemsList } from './problems-list.tsx'

const nothing = () => {}
const range = (line: number) => ({ line, column: 13, endLine: line, endColumn: 20 })

const problems: readonly Problem[] = [
  {
    id: '1',
    code: 'ref.host-not-found',
    severity: 'error',
    message:
      'No Service or ServiceEntry is named vt-webapp-2.app-with-injection.svc.cluster.local, so 20\u2009% of requests fail with 503.',
    fix: 'Use one of: vt-webapp-v1, vt-webapp-v2.',
    path: 'spec.http[0].route[1].destination.host',
    range: range(21),
    origin: 'added',
  },
  {
    id: '2',
    code: 'route.weight-sum',
    severity: 'warning',
    message: 'Weights add up to 110. The mesh uses proportions: 72.7\u2009% and 27.3\u2009%.',
    path: 'spec.http[0].route',
    range: range(12),
    origin: 'added',
  },
  {
    id: '3',
    code: 'gateway.wildcard-host',
    severity: 'info',
    message: 'Any host is accepted at this gateway.',
    origin: 'kept',
  },
]

export const editorGallery: readonly GalleryEntry[] = [
  {
    title: 'Problems',
    states: {
      none: () => <ProblemsList problems={[]} note="Text checked in 3 ms" onGo={nothing} />,
      'added and already there': () => (
        <ProblemsList problems={problems} note="Text checked in 3 ms" onGo={nothing} />
      ),
      'before the first check': () => <ProblemsList problems={[]} onGo={nothing} />,
    },
  },
]
