/** Fixed measures of the picture, in world pixels (screen pixels at zoom 1). */
export const MEASURES = {
  header: 44,
  row: 28,
  columnGap: 88,
  rowGap: 28,
  /** Room of a frame around its things; the caption stands in the top one. */
  frameSide: 14,
  frameTop: 38,
  frameBottom: 14,
  blockGapX: 72,
  blockGapY: 28,
  /** From the last connected row to the dashed rule, and from there to the first thing below it. */
  ruleAbove: 22,
  ruleBelow: 42,
  idleGap: 16,
} as const
