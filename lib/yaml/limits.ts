import { type CST, Lexer, Parser } from 'yaml'

/** A Kubernetes object needs none of what these refuse; parsers spend minutes on it. */
export const LIMITS = {
  characters: 256 * 1024,
  lines: 10_000,
  depth: 64,
  keysPerMap: 2_000,
  documents: 200,
} as const

export type Excess = { readonly offset: number; readonly length: number; readonly message: string }

/** What is refused before the text is composed, the first only; `undefined` when all is within limits. */
export function excessOf(text: string): Excess | undefined {
  if (text.length > LIMITS.characters)
    return {
      offset: 0,
      length: 1,
      message: `The text is longer than ${LIMITS.characters / 1024} KiB.`,
    }
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1
    if (lines > LIMITS.lines)
      return { offset: at, length: 1, message: `The text has more than ${LIMITS.lines} lines.` }
  }
  return excessOfTokens(text) ?? excessOfTree(text)
}

/** Depth by brackets and by dashes in a row, before a parser descends; anchors and aliases. */
function excessOfTokens(text: string): Excess | undefined {
  let offset = 0
  let brackets = 0
  let dashes = 0
  let scalar = false
  for (const token of new Lexer().lex(text)) {
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') {
      scalar = token === '\u001f'
      continue
    }
    const length = token.length
    if (!scalar) {
      if (token === '[' || token === '{') brackets += 1
      else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1)
      else if (token === '-' || token === '?') dashes += 1
      else if (token.startsWith('\n') || token.startsWith('\r')) dashes = 0
      else if (token.startsWith('---') && token.length <= 4) brackets = 0
      if (brackets > LIMITS.depth || dashes > LIMITS.depth) return tooDeep(offset)
      if ((token.startsWith('&') || token.startsWith('*')) && token.length > 1)
        return {
          offset,
          length,
          message: 'Anchors and aliases are not read here: write the value out.',
        }
    }
    scalar = false
    offset += length
  }
  return undefined
}

/** Depth and keys per map, walked without recursion. */
function excessOfTree(text: string): Excess | undefined {
  const stack: { token: CST.Token; depth: number }[] = []
  let documents = 0
  for (const token of new Parser().parse(text)) {
    if (token.type !== 'document') continue
    documents += 1
    if (documents > LIMITS.documents)
      return {
        offset: token.offset,
        length: 1,
        message: `The text holds more than ${LIMITS.documents} documents.`,
      }
    if (token.value) stack.push({ token: token.value, depth: 1 })
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      const { token: node, depth } = entry
      if (depth > LIMITS.depth) return tooDeep(node.offset)
      if (node.type !== 'block-map' && node.type !== 'block-seq' && node.type !== 'flow-collection')
        continue
      if (node.type !== 'block-seq' && node.items.length > LIMITS.keysPerMap && isMap(node))
        return {
          offset: node.offset,
          length: 1,
          message: `This map has more than ${LIMITS.keysPerMap} keys.`,
        }
      for (const item of node.items) {
        if (item.key) stack.push({ token: item.key, depth: depth + 1 })
        if (item.value) stack.push({ token: item.value, depth: depth + 1 })
      }
    }
  }
  return undefined
}

const isMap = (node: CST.BlockMap | CST.FlowCollection): boolean =>
  node.type === 'block-map' || node.start.source === '{'

const tooDeep = (offset: number): Excess => ({
  offset,
  length: 1,
  message: `The text is nested deeper than ${LIMITS.depth} levels.`,
})
