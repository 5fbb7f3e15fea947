/** Headers of every answer, pages and API alike. */
export const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  [
    'Permissions-Policy',
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()',
  ],
]

/** Data is never a document: nothing loads from it, nothing frames it. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"

const TRUSTED_TYPES = [
  'default',
  'dompurify',
  'monaco-editor',
  'defaultWorkerFactory',
  'editorViewLayer',
  'domLineBreaksComputer',
  'tokenizeToString',
  'standaloneColorizer',
  'safeInnerHtml',
  'editorGhostText',
  'diffEditorWidget',
  'stickyScrollViewLayer',
  'diffReview',
  'richScreenReaderContent',
]

/**
 * The policy of the pages. Scripts run only with the nonce of the answer and what those load; styles that scripts
 * insert get the nonce from the boot script in the root layout. Attribute styles stay open because Monaco lays out
 * its lines with them. The names of Trusted Types policies are Monaco's; `default` is the boot script's.
 */
export function pagePolicy(
  nonce: string,
  { development }: { readonly development: boolean },
): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "worker-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED_TYPES.join(' ')}`,
  ].join('; ')
}
