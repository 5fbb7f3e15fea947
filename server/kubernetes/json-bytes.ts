/** Thrown where bytes do not look as API servers write them: whoever reads then parses the whole text instead. */
export class Unusual extends Error {
  override readonly name = 'Unusual'
}

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c]
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d]
const [SPACE, NOT_ASCII] = [0x20, 0x80]

/**
 * A place in JSON that was written without spaces. What nobody reads is stepped over without being parsed, and
 * texts that come again and again (names of fields, Nodes, images) are the same string each time: of a Pod's
 * 10 KB less than a tenth is kept.
 *
 * Where strings begin and end is always known exactly. What is stepped over is otherwise not checked; what is
 * handed out is as `JSON.parse` would have it. Of two fields with one name the reader has to take the last.
 */
export class JsonBytes {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  /** Goes into the map that begins here; then `field` tells its fields one after the other. */
  openMap(): void {
    this.#take(OPEN_MAP)
  }

  /** The name of the next field, whose value has to be read or stepped over; undefined behind the last one. */
  field(): string | undefined {
    const { bytes } = this
    if (bytes[this.at] === CLOSE_MAP) {
      this.at += 1
      return undefined
    }
    if (bytes[this.at - 1] !== OPEN_MAP) this.#take(COMMA)
    const key = this.common()
    this.#take(COLON)
    return key
  }

  /** Goes into the list that begins here; then `entry` says whether there is one more to be read or stepped over. */
  openList(): void {
    this.#take(OPEN_LIST)
  }

  entry(): boolean {
    const { bytes } = this
    if (bytes[this.at] === CLOSE_LIST) {
      this.at += 1
      return false
    }
    if (bytes[this.at - 1] !== OPEN_LIST) this.#take(COMMA)
    return true
  }

  get isMap(): boolean {
    return this.bytes[this.at] === OPEN_MAP
  }

  get isList(): boolean {
    return this.bytes[this.at] === OPEN_LIST
  }

  get isText(): boolean {
    return this.bytes[this.at] === QUOTE
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length
  }

  /** A text that others have too, such as the name of a field: equal ones are one string. */
  common(): string {
    const { bytes } = this
    const start = this.at + 1
    if (bytes[this.at] !== QUOTE) throw new Unusual()
    let hash = 0
    for (let at = start; ; at += 1) {
      const byte = bytes[at]
      if (byte === QUOTE) {
        this.at = at + 1
        return interned(bytes, start, at, hash)
      }
      if (byte === undefined) throw new Unusual()
      if (byte === BACKSLASH || byte < SPACE || byte >= NOT_ASCII) return this.#rareText()
      hash = (Math.imul(hash, 31) + byte) | 0
    }
  }

  /** A text that nobody else has, such as a uid. */
  text(): string {
    const { bytes } = this
    const start = this.at + 1
    if (bytes[this.at] !== QUOTE) throw new Unusual()
    for (let at = start; ; at += 1) {
      const byte = bytes[at]
      if (byte === QUOTE) {
        this.at = at + 1
        return bytes.toString('latin1', start, at)
      }
      if (byte === undefined) throw new Unusual()
      if (byte === BACKSLASH || byte < SPACE || byte >= NOT_ASCII) return this.#rareText()
    }
  }

  /** Any value, parsed. */
  value(): unknown {
    const start = this.at
    this.skip()
    const length = this.at - start
    if (length === 4 && this.bytes[start] === 0x74) return this.#word('true', start, true)
    if (length === 5 && this.bytes[start] === 0x66) return this.#word('false', start, false)
    return JSON.parse(this.bytes.toString('utf8', start, this.at))
  }

  /** Steps over a value. */
  skip(): void {
    const { bytes } = this
    const first = bytes[this.at]
    if (first === QUOTE) {
      this.at = endOfText(bytes, this.at)
      return
    }
    if (first !== OPEN_MAP && first !== OPEN_LIST) {
      this.#skipWord()
      return
    }
    let depth = 1
    let at = this.at + 1
    for (;;) {
      const byte = bytes[at]
      if (byte === QUOTE) at = endOfText(bytes, at)
      else {
        at += 1
        if (byte === OPEN_MAP || byte === OPEN_LIST) depth += 1
        else if (byte === CLOSE_MAP || byte === CLOSE_LIST) {
          depth -= 1
          if (depth === 0) break
        } else if (byte === undefined || byte === BACKSLASH) throw new Unusual()
      }
    }
    this.at = at
  }

  /**
   * Steps over a list that holds no other list, by its first bracket. Should that bracket stand in a text, or
   * belong to a list within, then quotes or brackets of what follows do not come out even, and whoever reads to
   * the end of the bytes will find them `Unusual`: a text ends where it must only as often as it began, and
   * outside of texts there is no backslash that could make up for it.
   */
  skipFlatList(): void {
    this.#take(OPEN_LIST)
    const end = this.bytes.indexOf(CLOSE_LIST, this.at)
    if (end < 0) throw new Unusual()
    this.at = end + 1
  }

  /** A number, `true`, `false` or `null`: whether it is one is for the parser to say. */
  #skipWord(): void {
    const { bytes } = this
    const start = this.at
    let at = start
    for (;;) {
      const byte = bytes[at]
      if (byte === COMMA || byte === CLOSE_MAP || byte === CLOSE_LIST) break
      if (byte === undefined || byte <= SPACE || byte === QUOTE || byte === BACKSLASH) {
        throw new Unusual()
      }
      at += 1
    }
    if (at === start) throw new Unusual()
    this.at = at
  }

  #word<T>(word: string, start: number, value: T): T {
    for (let at = 0; at < word.length; at += 1) {
      if (this.bytes[start + at] !== word.charCodeAt(at)) throw new Unusual()
    }
    return value
  }

  /** One with escapes, or with other than ASCII letters. */
  #rareText(): string {
    const start = this.at
    this.at = endOfText(this.bytes, start)
    return JSON.parse(this.bytes.toString('utf8', start, this.at))
  }

  #take(byte: number): void {
    if (this.bytes[this.at] !== byte) throw new Unusual()
    this.at += 1
  }
}

/** Behind the closing quote of the text that begins at `from`. */
function endOfText(bytes: Buffer, from: number): number {
  for (let at = from + 1; ; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) return at + 1
    if (byte === BACKSLASH) at += 1
    else if (byte === undefined) throw new Unusual()
  }
}

const PLACES = 8192
const LONGEST = 128
const places: (string | undefined)[] = Array(PLACES).fill(undefined)

/** The string that was made of the same bytes before, while no other took its place. */
function interned(bytes: Buffer, start: number, end: number, hash: number): string {
  const length = end - start
  if (length > LONGEST) return bytes.toString('latin1', start, end)
  const place = (hash ^ (hash >>> 15)) & (PLACES - 1)
  const known = places[place]
  if (known !== undefined && known.length === length) {
    let at = 0
    while (at < length && known.charCodeAt(at) === bytes[start + at]) at += 1
    if (at === length) return known
  }
  const made = bytes.toString('latin1', start, end)
  places[place] = made
  return made
}
