/** Path that the product is served below, '' at the root; the build puts it in. */
const BASE = process.env.__NEXT_ROUTER_BASEPATH ?? ''

/** An address of ours as a browser asks for it. The router puts the path in front by itself; nothing else does. */
export const served = (path: string): string => BASE + path
