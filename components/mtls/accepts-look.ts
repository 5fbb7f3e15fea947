import type { GlyphName } from '#components/ui/glyph.tsx'
import type { Tone } from '#components/ui/mtls-mark.tsx'
import { parseRef } from '#lib/resources/reference.ts'
import type { Accepts } from './posture-order.ts'

/** How each way of accepting looks, in table, sum and legend. */
export const LOOK: Record<Accepts, { glyph: GlyphName; tone: Tone; word: string; bar: string }> = {
  enforced: { glyph: 'lock', tone: 'safe', word: 'mTLS only', bar: 'mw-mix-enforced' },
  accepted: {
    glyph: 'lockHalf',
    tone: 'safe',
    word: 'plaintext accepted too',
    bar: 'mw-mix-accepted',
  },
  plaintext: { glyph: 'lockOpen', tone: 'warn', word: 'plaintext only', bar: 'mw-mix-plaintext' },
  bypass: { glyph: 'bypass', tone: 'warn', word: 'bypasses the proxy', bar: 'mw-mix-bypass' },
  listener: { glyph: 'gateway', tone: 'plain', word: 'as its listener says', bar: 'mw-mix-tls' },
  unknown: { glyph: 'unknown', tone: 'unknown', word: 'unknown', bar: 'mw-mix-unknown' },
}

/** Who decided, in words. */
export const decider = (of: string): string => {
  if (of === 'default') return 'mesh default'
  if (of === 'unknown') return 'a policy you may not read'
  const ref = parseRef(of)
  return ref ? `${ref.kind} ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}` : of
}
