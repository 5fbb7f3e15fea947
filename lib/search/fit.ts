/** Where words were found in a text, from and to, in order and apart. */
export type Ranges = readonly (readonly [from: number, to: number])[]

export type Fit = { readonly how: How; readonly ranges: Ranges }

/** How a word stands in a text, best first. */
export type How = 'whole' | 'prefix' | 'word' | 'inside' | 'initials'

/**
 * Small letters, each at its old place: some letters become two when they are made small, and marks would then
 * stand beside what was found.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length
    ? lower
    : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

const isLetterOrDigit = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code > 127
const isCapital = (code: number): boolean => code >= 65 && code <= 90

/** Words begin after what is no letter, and with the capitals inside of "VirtualService". */
export function startsWord(text: string, at: number): boolean {
  if (at === 0) return true
  const here = text.charCodeAt(at)
  const before = text.charCodeAt(at - 1)
  if (!isLetterOrDigit(here)) return false
  return !isLetterOrDigit(before) || (isCapital(here) && !isCapital(before))
}

/**
 * How a word stands in a text; undefined when it does not. One pass from left to right, so that what is typed and
 * what is searched may be anything.
 *
 * @param folded `fold(text)`, kept by whoever searches the same texts again
 * @param word folded, not empty
 */
export function fitOf(text: string, folded: string, word: string): Fit | undefined {
  const first = folded.indexOf(word)
  if (first === 0)
    return {
      how: folded.length === word.length ? 'whole' : 'prefix',
      ranges: [[0, word.length]],
    }
  for (let at = first; at > 0; at = folded.indexOf(word, at + 1))
    if (startsWord(text, at)) return { how: 'word', ranges: [[at, at + word.length]] }
  if (first > 0) return { how: 'inside', ranges: [[first, first + word.length]] }
  const ranges = initials(text, folded, word)
  return ranges && { how: 'initials', ranges }
}

/** "ppv1" in "productpage-v1" is none of these, "pv1" is: each run of letters begins a word. */
function initials(text: string, folded: string, word: string): Ranges | undefined {
  if (word.length < 2) return undefined
  const ranges: [number, number][] = []
  let typed = 0
  for (let at = 0; at < folded.length && typed < word.length; ) {
    if (!startsWord(text, at) || folded[at] !== word[typed]) {
      at += 1
      continue
    }
    const from = at
    while (at < folded.length && typed < word.length && folded[at] === word[typed]) {
      at += 1
      typed += 1
    }
    ranges.push([from, at])
  }
  return typed === word.length ? ranges : undefined
}

/** Ranges of several words as ranges that do not overlap. */
export function merged(ranges: Ranges): Ranges {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const out: [number, number][] = []
  for (const [from, to] of sorted) {
    const last = out.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}
