export const NARROWEST = 340
export const WIDEST = 640
export const USUAL = 372

/** The width that is nearest to what was wanted, in whole pixels. */
export const drawerWidth = (wanted: number): number =>
  Number.isFinite(wanted) ? Math.round(Math.min(WIDEST, Math.max(NARROWEST, wanted))) : USUAL
