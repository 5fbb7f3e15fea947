import type * as Monaco from 'monaco-editor/editor'

export const THEME = 'meshwright'

const TOKENS = [
  'card',
  'surface',
  'sunken',
  'hover',
  'selected',
  'hairline',
  'border',
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'focus',
  'warn',
  'bad',
  'info',
  'add-tint',
  'remove-tint',
  'add-word',
  'remove-word',
  'code-key',
  'code-string',
  'code-number',
  'code-comment',
] as const
type Token = (typeof TOKENS)[number]

/**
 * Monaco takes `#rrggbb` only. The tokens are OKLCH and may depend on the colour scheme, so the browser resolves
 * each on a probe, and a pixel is painted with the answer and read back.
 */
function readTokens(): ReadonlyMap<Token | 'canvas', string> {
  const colours = new Map<Token | 'canvas', string>()
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return colours
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  for (const token of ['canvas', ...TOKENS] as const) {
    probe.style.color = `var(--${token})`
    context.fillStyle = getComputedStyle(probe).color
    context.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data
    colours.set(token, `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`)
  }
  probe.remove()
  return colours
}

const isDark = (background: string): boolean => Number.parseInt(background.slice(3, 5), 16) < 0x80

function defineTheme(monaco: typeof Monaco): void {
  const colours = readTokens()
  const colour = (token: Token): string => colours.get(token) ?? '#808080'
  const bare = (token: Token): string => colour(token).slice(1)
  monaco.editor.defineTheme(THEME, {
    base: isDark(colours.get('canvas') ?? '#ffffff') ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: bare('ink') },
      { token: 'type.yaml', foreground: bare('code-key') },
      { token: 'string.yaml', foreground: bare('code-string') },
      { token: 'number.yaml', foreground: bare('code-number') },
      { token: 'number.float.yaml', foreground: bare('code-number') },
      { token: 'keyword.yaml', foreground: bare('code-number') },
      { token: 'comment.yaml', foreground: bare('code-comment') },
      { token: 'operators.yaml', foreground: bare('ink-2') },
    ],
    colors: {
      'editor.background': colour('card'),
      'editor.foreground': colour('ink'),
      'editorGutter.background': colour('card'),
      'editorLineNumber.foreground': colour('ink-3'),
      'editorLineNumber.activeForeground': colour('ink'),
      'editorCursor.foreground': colour('ink'),
      'editor.selectionBackground': colour('selected'),
      'editor.lineHighlightBackground': colour('hover'),
      'editor.lineHighlightBorder': '#00000000',
      'editorIndentGuide.background1': colour('hairline'),
      'editorIndentGuide.activeBackground1': colour('border'),
      'editorError.foreground': colour('bad'),
      'editorWarning.foreground': colour('warn'),
      'editorInfo.foreground': colour('info'),
      'editorWidget.background': colour('card'),
      'editorWidget.border': colour('hairline'),
      'editorSuggestWidget.background': colour('card'),
      'editorSuggestWidget.border': colour('hairline'),
      'editorSuggestWidget.foreground': colour('ink'),
      'editorSuggestWidget.selectedBackground': colour('selected'),
      'editorSuggestWidget.selectedForeground': colour('ink'),
      'editorSuggestWidget.highlightForeground': colour('accent'),
      'editorSuggestWidget.focusHighlightForeground': colour('accent'),
      'editorHoverWidget.background': colour('card'),
      'editorHoverWidget.foreground': colour('ink'),
      'editorHoverWidget.border': colour('hairline'),
      'textLink.foreground': colour('accent'),
      'textLink.activeForeground': colour('accent'),
      focusBorder: colour('focus'),
      'diffEditor.insertedLineBackground': colour('add-tint'),
      'diffEditor.removedLineBackground': colour('remove-tint'),
      'diffEditor.insertedTextBackground': `${colour('add-word')}cc`,
      'diffEditor.removedTextBackground': `${colour('remove-word')}cc`,
      'diffEditor.border': colour('hairline'),
      'diffEditor.diagonalFill': colour('hairline'),
      'diffEditor.unchangedRegionBackground': colour('sunken'),
      'diffEditor.unchangedRegionForeground': colour('ink-2'),
      'scrollbar.shadow': '#00000000',
      'editorOverviewRuler.border': '#00000000',
    },
  })
  monaco.editor.setTheme(THEME)
}

/** Redefines the theme when the page's own changes: by the person's choice or by the system's. */
export function watchTheme(monaco: typeof Monaco): void {
  defineTheme(monaco)
  const redefine = () => defineTheme(monaco)
  new MutationObserver(redefine).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'class'],
  })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redefine)
}
