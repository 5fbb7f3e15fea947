import type { NextConfig } from 'next'
import { DATA_POLICY, SECURITY_HEADERS } from './server/http/security-headers.ts'

// monaco-editor ≥0.56 closed its deep paths, and monaco-worker-manager (under monaco-yaml) still imports one of them.
const monacoWorker = {
  'monaco-editor/esm/vs/editor/editor.worker.js': 'monaco-editor/editor/editor.worker',
}

// Checked in cli/launch before a build; the pages carry it, so it is part of what a build is made from.
const basePath = process.env.MESHWRIGHT_BASE_PATH ?? ''

/** What is asked for beside the path never reaches proxy.ts: a plain page that says so, and loads nothing. */
const besideThePath = {
  source: `/((?!${basePath.slice(1).replaceAll('.', '\\.')}(?:/|$)).*)`,
  basePath: false as const,
  headers: [...SECURITY_HEADERS, ['Content-Security-Policy', DATA_POLICY] as const].map(
    ([key, value]) => ({ key, value }),
  ),
}

const config: NextConfig = {
  basePath,
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  typescript: { ignoreBuildErrors: true }, // types are a step of `npm test`, in three worlds; see docs/decisions
  serverExternalPackages: ['@kubernetes/client-node', 'undici', 'yaml'],
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: { ...monacoWorker, 'd3-color': './cli/build/d3-color.mjs' },
    rules: { '**/@xyflow/react/dist/esm/index.*': { loaders: ['./cli/build/mark-pure.cjs'] } },
  },
  headers: async () => [
    ...(basePath ? [besideThePath] : []),
    {
      // Pages get theirs in proxy.ts, data in server/http; what is left are files.
      source: '/_next/static/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
      ],
    },
  ],
  // One who opens the origin is led on; anything else beside the path is not ours.
  redirects: async () =>
    basePath ? [{ source: '/', destination: basePath, basePath: false, permanent: false }] : [],
  outputFileTracingIncludes: { '/**': ['./server/sandbox/crds/**', './server/sandbox/samples/**'] },
}

export default config
