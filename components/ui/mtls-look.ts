import type { GlyphName } from './glyph.tsx'

export type Tone = 'safe' | 'warn' | 'bad' | 'unknown' | 'info' | 'draft' | 'plain'

export const TONE_TEXT: Record<Tone, string> = {
  safe: 'text-safe',
  warn: 'text-warn',
  bad: 'text-bad',
  unknown: 'text-unknown',
  info: 'text-info',
  draft: 'text-draft',
  plain: 'text-ink-2',
}

/** How one hop's mTLS is drawn and said: glyph, dash of its line, colour and word always travel together. */
export type MtlsLook = {
  readonly key: string
  readonly glyph: GlyphName
  readonly word: string
  readonly tone: Tone
  readonly dash: readonly number[]
  /** The colour token of the line. */
  readonly line: 'edge' | 'warn' | 'bad' | 'unknown'
}

const LOOKS: Record<string, MtlsLook> = {
  enforced: { key: 'enforced', glyph: 'lock', word: 'mTLS', tone: 'safe', dash: [], line: 'edge' },
  accepted: {
    key: 'accepted',
    glyph: 'lockHalf',
    word: 'mTLS, plaintext accepted',
    tone: 'safe',
    dash: [14, 4],
    line: 'edge',
  },
  tls: { key: 'tls', glyph: 'key', word: 'TLS', tone: 'plain', dash: [], line: 'edge' },
  passthrough: {
    key: 'passthrough',
    glyph: 'passthrough',
    word: 'TLS passthrough',
    tone: 'plain',
    dash: [],
    line: 'edge',
  },
  opaque: {
    key: 'opaque',
    glyph: 'opaque',
    word: 'raw TCP',
    tone: 'plain',
    dash: [],
    line: 'edge',
  },
  plaintext: {
    key: 'plaintext',
    glyph: 'lockOpen',
    word: 'plaintext',
    tone: 'warn',
    dash: [5, 4],
    line: 'warn',
  },
  loopback: {
    key: 'loopback',
    glyph: 'loopback',
    word: 'inside the pod',
    tone: 'plain',
    dash: [],
    line: 'edge',
  },
  bypass: {
    key: 'bypass',
    glyph: 'bypass',
    word: 'bypasses the proxy',
    tone: 'warn',
    dash: [9, 4, 2, 4],
    line: 'warn',
  },
  conflict: {
    key: 'conflict',
    glyph: 'conflict',
    word: 'will fail',
    tone: 'bad',
    dash: [],
    line: 'bad',
  },
  none: {
    key: 'none',
    glyph: 'nowhere',
    word: 'leads nowhere',
    tone: 'bad',
    dash: [],
    line: 'bad',
  },
  unknown: {
    key: 'unknown',
    glyph: 'unknown',
    word: 'unknown',
    tone: 'unknown',
    dash: [1, 5],
    line: 'unknown',
  },
}

/** The look of a state of `/topology`; `enforced` says whether plaintext is refused. */
export function mtlsLook(state: string, enforced?: boolean): MtlsLook {
  const key = state === 'mtls' ? (enforced ? 'enforced' : 'accepted') : state
  return (Object.hasOwn(LOOKS, key) ? LOOKS[key] : LOOKS.unknown) as MtlsLook
}

export const MTLS_LOOKS: readonly MtlsLook[] = Object.values(LOOKS)

/** The lock of a service or workload: what it accepts, whoever calls. */
export function postureLook(mode: string): { glyph: GlyphName; word: string; tone: Tone } {
  switch (mode) {
    case 'STRICT':
      return { glyph: 'lock', word: 'accepts mTLS only', tone: 'plain' }
    case 'PERMISSIVE':
      return { glyph: 'lockHalf', word: 'accepts mTLS and plaintext', tone: 'plain' }
    case 'DISABLE':
      return { glyph: 'lockOpen', word: 'accepts plaintext only', tone: 'warn' }
    case 'mixed':
      return { glyph: 'lockHalf', word: 'accepts differ by port', tone: 'plain' }
    case 'n/a':
      return { glyph: 'lockOpen', word: 'no mesh TLS here', tone: 'warn' }
    default:
      return { glyph: 'unknown', word: 'unknown what it accepts', tone: 'unknown' }
  }
}
