import { childPath } from '#lib/schema/field-path.ts'

/**
 * Paths of keys that stand twice in one map of a JSON text, sorted; `JSON.parse` keeps the last in
 * silence. The text is known to be JSON. Walks without recursion: depth is the sender's choice.
 */
export function duplicateKeys(json: string): readonly string[] {
  const found = new Set<string>()
  const stack: { path: string; keys: Set<string> | undefined; index: number }[] = []
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs
  let isKey = false
  let path = ''
  for (const [text] of json.matchAll(token)) {
    const top = stack.at(-1)
    if (text === '{' || text === '[') {
      const isMap = text === '{'
      stack.push({ path, keys: isMap ? new Set() : undefined, index: 0 })
      isKey = isMap
      if (!isMap) path = childPath(path, 0)
    } else if (text === '}' || text === ']') {
      stack.pop()
      isKey = false
    } else if (text === ',') {
      isKey = top?.keys !== undefined
      if (top && !top.keys) {
        top.index += 1
        path = childPath(top.path, top.index)
      }
    } else if (isKey && top?.keys) {
      const key: string = JSON.parse(text)
      path = childPath(top.path, key)
      if (top.keys.has(key)) found.add(path)
      top.keys.add(key)
      isKey = false
    }
  }
  return [...found].sort()
}
