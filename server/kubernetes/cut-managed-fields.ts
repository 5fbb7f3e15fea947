const KEY = Buffer.from('"managedFields":[')
const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x5b, 0x5d]

/**
 * The text without the content of `managedFields`, the bulk of what an API server sends and nobody reads: not
 * parsing it saves a third of the time. Only for Kubernetes' own kinds, which have one such field, in their
 * metadata; an object of a custom kind may have a field of this name wherever it likes.
 *
 * A quote inside a string is escaped, so these bytes can only be a key.
 */
export function cutManagedFields(text: Buffer): Buffer {
  let at = text.indexOf(KEY)
  if (at < 0) return text
  const parts: Buffer[] = []
  let from = 0
  while (at >= 0) {
    const start = at + KEY.length
    const end = endOfList(text, start)
    // What is not closed is no JSON: let the parser say so.
    if (end < 0) break
    parts.push(text.subarray(from, start))
    from = end
    at = text.indexOf(KEY, end)
  }
  parts.push(text.subarray(from))
  return Buffer.concat(parts)
}

/** Where the bracket stands that closes the list which was opened just before `from`; -1 when none does. */
export function endOfList(text: Buffer, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at += 1) {
    const byte = text[at]
    if (byte === QUOTE) {
      at += 1
      while (at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1
    } else if (byte === OPEN) depth += 1
    else if (byte === CLOSE) {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}
