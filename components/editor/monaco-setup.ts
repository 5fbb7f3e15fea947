/**
 * The one place that loads Monaco. It is bundled with the page (no CDN), its workers come from the same
 * origin, and it is reached only through `lazy.tsx`, so other pages never pay for it.
 */
import { loader } from '@monaco-editor/react'
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/yaml/register'
import './monaco.css'
import { configureMonacoYaml, type MonacoYaml } from 'monaco-yaml'
import { watchTheme } from './monaco-theme.ts'
import type { YamlSchema } from './yaml-schema.ts'

type WorkerOptions = {
  readonly label?: string
  readonly createData?: unknown
  readonly host?: Record<string, (...args: unknown[]) => unknown>
  readonly keepIdleModels?: boolean
}

const startWorker = (label: string | undefined): Worker =>
  label === 'yaml'
    ? new Worker(new URL('./yaml.worker.ts', import.meta.url), { type: 'module' })
    : new Worker(new URL('./editor.worker.ts', import.meta.url), { type: 'module' })

/**
 * monaco-yaml asks for `createWebWorker({ moduleId, label, createData })`; Monaco since 0.54 wants the worker
 * itself and forwards no data. The worker takes its first message as a wake-up and its second as the data,
 * so both are sent, in this order: without the first it stays silent and nothing reports it.
 * @see remcohaszing/monaco-yaml src/yaml.worker.ts, microsoft/monaco-editor CHANGELOG 0.54
 */
const forMonacoYaml = {
  ...monaco,
  editor: {
    ...monaco.editor,
    createWebWorker({ label, createData, host, keepIdleModels }: WorkerOptions) {
      const worker = startWorker(label)
      worker.postMessage('ignore')
      worker.postMessage(createData ?? {})
      return monaco.editor.createWebWorker({ worker, host, keepIdleModels })
    },
  },
}

let yaml: MonacoYaml | undefined

/** Idempotent: Monaco's registries are global, so a second set-up would double every completion. */
export function setUpMonaco(): typeof monaco {
  if (yaml) return monaco
  globalThis.MonacoEnvironment = { getWorker: (_id: string, label: string) => startWorker(label) }
  yaml = configureMonacoYaml(forMonacoYaml as unknown as typeof monaco, {
    isKubernetes: true,
    enableSchemaRequest: false,
    validate: false, // every marker comes from lib, see check.worker.ts
    format: { enable: false }, // nobody's YAML is reformatted behind their back
    schemas: [],
  })
  loader.config({ monaco: monaco as unknown as Parameters<typeof loader.config>[0]['monaco'] })
  watchTheme(monaco)
  // Monaco measures letters once; the code font may arrive after that.
  document.fonts?.ready.then(() => monaco.editor.remeasureFonts()).catch(() => {})
  return monaco
}

let current: YamlSchema | undefined

/** Completion and hover follow this schema from now on. Restarts the YAML worker, so only on a real change. */
export function completeFrom(schema: YamlSchema | undefined): void {
  setUpMonaco()
  if (current === schema) return
  current = schema
  void yaml?.update({
    schemas: schema
      ? [{ uri: schema.uri, fileMatch: ['**/*.yaml'], schema: schema.root as never }]
      : [],
  })
}

export { monaco }
