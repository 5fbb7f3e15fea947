import * as segment from './segments.ts'
import { z } from './zod.ts'

/** What the endpoints of several subjects ask for alike. */
export const inCluster = z.object({ cluster: segment.clusterId })
export const inNamespace = z.array(segment.namespace).optional()
/** Neither asked nor answered. */
export const none = z.strictObject({})
