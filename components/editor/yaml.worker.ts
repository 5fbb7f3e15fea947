/** Completion, hover and folding for YAML. Markers are not its business, see `check.worker.ts`. */
import 'monaco-yaml/yaml.worker.js'
