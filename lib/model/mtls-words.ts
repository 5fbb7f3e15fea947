/** What one hop is, in the words of every answer; meanings in docs and in the legend. */
export type MtlsState =
  | 'mtls'
  | 'tls'
  | 'passthrough'
  | 'opaque'
  | 'plaintext'
  | 'loopback'
  | 'bypass'
  | 'conflict'
  | 'unknown'
  | 'none'
