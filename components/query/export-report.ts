import { saveFile } from '#components/ui/save-file.ts'
import { api } from '#lib/paths.ts'
import { call } from './call.ts'
import {
  type Provenance,
  type Rendered,
  type Report,
  rendered,
  reportCsv,
  reportJson,
} from './report.ts'

type SessionAnswer = { readonly user?: { readonly name?: string } }

/** A report as it is at this moment, by whoever is signed in. */
export async function renderedNow<T>(
  report: Report<T>,
  about: Pick<Provenance, 'cluster' | 'scope' | 'filter'>,
): Promise<Rendered> {
  const session = await call<SessionAnswer>(api.session).catch((): SessionAnswer => ({}))
  return rendered(report, {
    ...about,
    time: new Date().toISOString(),
    filter: about.filter || 'none',
    by: session.user?.name ?? 'not known',
  })
}

export function saveReport(file: string, report: Rendered, as: 'csv' | 'json'): void {
  if (as === 'csv') saveFile(`${file}.csv`, reportCsv(report), 'text/csv')
  else saveFile(`${file}.json`, reportJson(report), 'application/json')
}
