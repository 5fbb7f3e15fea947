import type * as Monaco from 'monaco-editor/editor'

/** Shared by the text and the diff: 13/20 code font, no decoration that says nothing about the mesh. */
export const EDITOR_OPTIONS = {
  fontFamily: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, Menlo, monospace',
  fontSize: 13,
  lineHeight: 20,
  fontLigatures: false,
  accessibilitySupport: 'on', // else the text is called "not accessible" until a screen reader is noticed
  editContext: false, // a real textarea: single keys of the page know it as a place to type
  automaticLayout: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 8, bottom: 8 },
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  renderLineHighlight: 'line',
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  glyphMargin: true,
  lineNumbersMinChars: 3,
  folding: true,
  wordBasedSuggestions: 'off',
  quickSuggestions: { other: true, strings: true, comments: false },
  stickyScroll: { enabled: false },
  fixedOverflowWidgets: true,
  unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true },
  links: false, // a text from the cluster must not become a link
  occurrencesHighlight: 'off',
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
} as const satisfies Monaco.editor.IStandaloneEditorConstructionOptions
