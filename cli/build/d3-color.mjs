/**
 * In place of d3-color in the browser: d3-interpolate brings it along for colours that change, and the only thing that
 * moves by d3 here is the map's viewport. Three kilobytes (gzip) of the first picture.
 */
export const color = () => null
const none = () => {
  throw new Error('Colours are not animated by d3 here; see cli/build/d3-color.mjs.')
}
export const rgb = none
export const hsl = none
export const lab = none
export const hcl = none
export const lch = none
export const gray = none
export const cubehelix = none
