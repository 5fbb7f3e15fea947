import { type JsonBytes, Unusual } from './json-bytes.ts'

/** So much text of different parts is remembered; then it begins anew. Those in use live on in their users. */
const MOST_CHARACTERS = 256 * 1024
/** Longer ones are seldom the same as others, but for the one before. */
const LONGEST_KEY = 2048
const LONGEST = 64 * 1024

/**
 * The token that every Pod mounts has another name in each of them. It is no Secret that somebody refers to, so
 * the name is never read. What follows it says what it stands in: a mount, which alone has a `mountPath`, or a
 * projected volume. Inside a text the quotes would be escaped.
 */
const TOKEN_NAME =
  /"name":"kube-api-access-[a-z0-9]{5}","(?:readOnly":true,"mountPath":"\/var\/run\/secrets\/kubernetes\.io\/serviceaccount"|projected":\{)/g
const BEFORE_TOKEN = '"name":"kube-api-access-'
const TOKEN_LETTERS = 5

type Part<T> = { readonly value: T; readonly tokens: readonly number[] }
const NO_TOKENS: readonly number[] = []

/**
 * A part that many objects have in the same words, such as the containers and labels of replicas: made once of
 * its text, and the same object for all of them. That saves parsing and memory, and lets readers compare by
 * identity. Objects of one template follow each other, so the bytes of the one before are tried first.
 */
export class SharedPart<T> {
  readonly #make: (from: JsonBytes) => T
  readonly #isKeyed: boolean
  #parts = new Map<string, Part<T>>()
  #characters = 0
  #last: Part<T> | undefined
  /** The bytes of the last one, in the beginning of a longer buffer. */
  #bytes = Buffer.alloc(1024)
  #length = 0

  /**
   * @param make reads the map or list that comes next, to its end
   * @param isKeyed false for long ones, of which only the one before is known again
   */
  constructor(make: (from: JsonBytes) => T, isKeyed = true) {
    this.#make = make
    this.#isKeyed = isKeyed
  }

  /** The map or list that begins here; goes behind it. */
  read(from: JsonBytes): T {
    const { bytes, at: start } = from
    if (this.#last && this.#isLastAt(bytes, start)) {
      from.at += this.#length
      return this.#last.value
    }
    const part = this.#isKeyed ? this.#byText(from) : this.#made(from)
    const length = from.at - start
    if (length > LONGEST) {
      this.#last = undefined
      return part.value
    }
    this.#last = part
    this.#length = length
    if (length > this.#bytes.length) this.#bytes = Buffer.alloc(length * 2)
    bytes.copy(this.#bytes, 0, start, from.at)
    return part.value
  }

  /** Equal parts that come from now on are others than those before. */
  forget(): void {
    this.#parts = new Map()
    this.#characters = 0
    this.#last = undefined
  }

  #made(from: JsonBytes): Part<T> {
    const start = from.at
    const value = this.#make(from)
    const text = from.bytes.toString('latin1', start, from.at)
    return { value, tokens: tokensIn(text) }
  }

  #byText(from: JsonBytes): Part<T> {
    const { bytes, at: start } = from
    from.skip()
    const end = from.at
    const text = bytes.toString('latin1', start, end)
    const tokens = tokensIn(text)
    const key = withoutTokens(text, tokens)
    const known = this.#parts.get(key)
    if (known) return known
    from.at = start
    const part = { value: this.#make(from), tokens }
    if (from.at !== end) throw new Unusual()
    if (key.length > LONGEST_KEY) return part
    if (this.#characters > MOST_CHARACTERS) this.forget()
    this.#characters += key.length
    this.#parts.set(key, part)
    return part
  }

  // A map or a list says itself where it ends: the same bytes end in the same place.
  #isLastAt(bytes: Buffer, at: number): boolean {
    if (at + this.#length > bytes.length) return false
    let from = 0
    for (const token of this.#last?.tokens ?? NO_TOKENS) {
      if (this.#bytes.compare(bytes, at + from, at + token, from, token) !== 0) return false
      from = token + TOKEN_LETTERS
      for (let letter = at + token; letter < at + from; letter += 1) {
        if (!isTokenLetter(bytes[letter])) return false
      }
    }
    return this.#bytes.compare(bytes, at + from, at + this.#length, from, this.#length) === 0
  }
}

const isTokenLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39))

function tokensIn(text: string): readonly number[] {
  if (!text.includes(BEFORE_TOKEN)) return NO_TOKENS
  return [...text.matchAll(TOKEN_NAME)].map(({ index }) => index + BEFORE_TOKEN.length)
}

function withoutTokens(text: string, tokens: readonly number[]): string {
  let out = ''
  let from = 0
  for (const token of tokens) {
    out += `${text.slice(from, token)}_____`
    from = token + TOKEN_LETTERS
  }
  return from === 0 ? text : out + text.slice(from)
}
