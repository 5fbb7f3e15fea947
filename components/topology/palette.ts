'use client'
import { useEffect, useState } from 'react'

const TOKENS = [
  'canvas',
  'surface',
  'card',
  'hairline',
  'border',
  'ink',
  'ink-2',
  'ink-3',
  'edge',
  'edge-faint',
  'accent',
  'warn',
  'bad',
  'safe',
  'unknown',
  'draft',
] as const

export type Palette = Record<(typeof TOKENS)[number], string>

/** Canvas code cannot read CSS variables: tokens are resolved by a probe, once per theme. */
export function readPalette(within: HTMLElement): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  within.append(probe)
  const forced = matchMedia('(forced-colors: active)').matches
  const palette = {} as Palette
  for (const token of TOKENS) {
    probe.style.color = forced
      ? ['canvas', 'surface', 'card'].includes(token)
        ? 'Canvas'
        : 'CanvasText'
      : `var(--${token})`
    palette[token] = getComputedStyle(probe).color
  }
  probe.remove()
  return palette
}

const QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)']

export function usePalette(within: HTMLElement | null): Palette | undefined {
  const [palette, setPalette] = useState<Palette>()
  useEffect(() => {
    if (!within) return
    const update = () => setPalette(readPalette(within))
    update()
    const observer = new MutationObserver(update)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const media = QUERIES.map((q) => matchMedia(q))
    for (const query of media) query.addEventListener('change', update)
    return () => {
      observer.disconnect()
      for (const query of media) query.removeEventListener('change', update)
    }
  }, [within])
  return palette
}
