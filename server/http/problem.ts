import { randomUUID } from 'node:crypto'
import { AppError, type Problem } from '#lib/errors/app-error.ts'

/** The page and the server are bundled apart, so the class may exist twice; the name and the method decide. */
const isAppError = (error: unknown): error is AppError =>
  error instanceof Error &&
  error.name === 'AppError' &&
  'toProblem' in error &&
  typeof error.toProblem === 'function'

/** An expected failure as it stands in the catalogue; anything else is a bug: logged with an id, and only the id leaves. */
export function problemOf(error: unknown, what: string): Problem {
  const id = `urn:uuid:${randomUUID()}`
  if (isAppError(error)) return error.toProblem(id)
  console.error(`meshwright: bug ${id} in ${what}:`, error)
  return new AppError('internal/bug', { id }).toProblem(id)
}
