/** Monaco's own worker: diffs, links, word lists. */
import 'monaco-editor/editor/editor.worker'
