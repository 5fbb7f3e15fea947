/**
 * Every marker is made here, off the page's thread: the same checks of lib that the server and the command
 * line run. Schemas are sent once, texts as often as someone types.
 */
import type { Fields } from '#lib/resources/field.ts'
import type { CheckAnswer, CheckQuestion } from './check-messages.ts'
import { checkText, locate, schemaTable } from './check-text.ts'

let schemas: ReadonlyMap<string, Fields> = new Map()

self.onmessage = ({ data }: MessageEvent<CheckQuestion>) => {
  if (data.ask === 'schemas') {
    schemas = schemaTable(data.schemas)
    return
  }
  const answer: CheckAnswer =
    data.ask === 'check'
      ? { id: data.id, issues: checkText(data.text, schemas) }
      : { id: data.id, ranges: locate(data.text, data.places) }
  self.postMessage(answer)
}
