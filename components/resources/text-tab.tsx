'use client'
import { useQuery } from '@tanstack/react-query'
import { useObjectText } from '#components/query/object-hooks.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { saveFile } from '#components/ui/save-file.ts'
import type { ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { writersOf } from './object-facts.ts'
import { YamlText } from './yaml-text.tsx'

/** Where a field stands in a text; parsing it comes with the first question. */
function useMark(text: string | undefined, path: string | undefined) {
  return useQuery({
    queryKey: ['line', path, text],
    queryFn: async () => {
      const { parseYaml } = await import('#lib/yaml/parse.ts')
      return parseYaml(text ?? '').documents[0]?.pathToRange(path ?? '') ?? null
    },
    enabled: text !== undefined && path !== undefined,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  }).data
}

/** The text as it is now. Managed fields are folded into who wrote what, and when. */
export function TextTab({
  cluster,
  address,
  object,
}: {
  cluster: string
  address: ResourceAddress
  object: KubernetesObject
}) {
  const text = useObjectText(cluster, address)
  const path = useUrlState().get('path')
  const mark = useMark(text.state === 'ready' ? text.data : undefined, path)
  const writers = writersOf(object)
  const file = [address.plural, address.namespace, address.name]
    .filter(Boolean)
    .join('-')
    .replaceAll(/[^\w.-]+/g, '-')
  return (
    <AsyncPanel value={text} label="the text">
      {(yaml) => (
        <>
          <div className="flex min-h-9 flex-none flex-wrap items-center gap-2 border-b border-hairline bg-surface px-4 text-12">
            {writers.length > 0 ? (
              <details className="min-w-0 flex-1 py-1.5">
                <summary className="text-ink-2">
                  Managed fields of {writers.length} {writers.length === 1 ? 'writer' : 'writers'},
                  folded
                </summary>
                <ul className="pt-1.5 font-code text-[11.5px] text-ink-2">
                  {writers.map((writer) => (
                    <li key={`${writer.manager} ${writer.operation} ${writer.part} ${writer.time}`}>
                      {writer.manager} {writer.operation}
                      {writer.part ? ` (${writer.part})` : ''} {writer.time}
                    </li>
                  ))}
                </ul>
              </details>
            ) : (
              <span className="flex-1 text-ink-3">Read-only</span>
            )}
            <CopyButton text={yaml} label="Copy YAML" />
            <Button
              look="ghost"
              glyph="download"
              onClick={() => saveFile(`${file}.yaml`, yaml, 'application/yaml')}
            >
              Download
            </Button>
          </div>
          <YamlText
            text={yaml}
            mark={mark ?? undefined}
            label={`Text of ${object.kind} ${address.name}`}
          />
        </>
      )}
    </AsyncPanel>
  )
}
