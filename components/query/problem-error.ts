import type { Problem } from '#lib/errors/app-error.ts'

/** A failure of the API as it was answered, or of the way there. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** No answer at all: the server is gone, or the network. */
export const unreachable = (cause: unknown): ProblemError =>
  new ProblemError(
    {
      type: 'about:blank',
      title: 'Meshwright does not answer',
      status: 0,
      detail: 'The server of this page could not be reached.',
      code: 'network/unreachable',
      fix: 'Check that the process still runs; the page tries again by itself.',
    },
    { cause },
  )

/** Reads RFC 9457 where it is one, and says what it can where it is not. */
export async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: 'The request failed',
    status: response.status,
    detail: `The server answered ${response.status} ${response.statusText}.`.replace(' .', '.'),
    code: 'network/status',
    fix: 'Try again; the log of the server has the reason.',
  }
  if (!response.headers.get('content-type')?.includes('json')) return fallback
  const body: unknown = await response.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...fallback, ...body } : fallback
}
