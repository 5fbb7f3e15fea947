import type { GraphNode } from '#lib/graph/graph.ts'
import type { CardRow } from './cards.ts'
import { MEASURES as M } from './measures.ts'

/** Mean advance of the page's typeface: bold names at 13 px, rows at 12 px. */
const NAME = 7.1
const ROW = 6.2

/** Few widths, by kind and longest row, so that columns stay even. */
const STEPS = [176, 200, 224, 256] as const

/** Size of a card in world pixels. Names that are longer are cut in the middle. */
export function widthOf(
  node: GraphNode,
  rows: readonly CardRow[],
  more: number,
  isSum: boolean,
): { width: number; height: number } {
  if (isSum) return { width: 152, height: 74 }
  if (node.kind === 'client') return { width: 32, height: 32 }
  const badges = (node.badges ?? []).filter((badge) => !badge.includes(' ')).length * 78
  const header = Math.max(
    48 + node.name.length * NAME,
    // Ports and hosts share their line with the badges.
    badges ? 132 + badges : 0,
  )
  const longest = rows.reduce((width, row) => Math.max(width, rowWidth(row)), header)
  const width = STEPS.find((step) => step >= longest) ?? STEPS[STEPS.length - 1] ?? 256
  return { width, height: 2 + M.header + M.row * (rows.length + (more > 0 ? 1 : 0)) }
}

function rowWidth(row: CardRow): number {
  switch (row.kind) {
    case 'workload':
      return (
        (row.node.inMesh === 'none' ? 106 : (row.node.pods?.length ?? 0) > 1 ? 118 : 76) +
        (row.share === undefined ? 0 : 40) +
        row.node.name.length * ROW
      )
    case 'rule':
      return 62 + (row.when ? row.when.length + 3 : 11) * ROW
    case 'text':
      return 44 + row.text.length * ROW
  }
}
