/**
 * Runs in the head before anything else, with the nonce of the page.
 * 1. Styles that scripts insert (the editor's theme) get the nonce, else the policy refuses them.
 * 2. The Trusted Types policy `default` lets chunks load from this origin and nothing else; text never becomes
 *    markup or code. In development React's traces are code from text, so there it may.
 * 3. Theme and density are set before the first paint.
 */
export const bootScript = ({
  development,
  basePath = '',
}: {
  readonly development: boolean
  /** Checked by the start command: plain segments only. */
  readonly basePath?: string
}): string => `(() => {
  const nonce = document.currentScript.nonce
  const create = document.createElement
  document.createElement = function (name, options) {
    const element = create.call(this, name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
  const refuse = (what) => () => {
    throw new TypeError(what + ' from text is refused')
  }
  if (window.trustedTypes) {
    window.trustedTypes.createPolicy('default', {
      createScriptURL(text) {
        const url = new URL(text, document.baseURI)
        const own = url.origin === location.origin && url.pathname.startsWith('${basePath}/_next/static/')
        // As it came: the bundler knows its chunks by the text of "src".
        if (own) return text
        throw new TypeError('A script from elsewhere is refused')
      },
      createHTML: refuse('Markup'),
      createScript: ${development ? '(text) => text' : "refuse('Code')"},
    })
  }
  try {
    const { dataset } = document.documentElement
    const theme = localStorage.getItem('meshwright.theme')
    if (theme === 'light' || theme === 'dark') dataset.theme = theme
    const density = localStorage.getItem('meshwright.density')
    if (density === 'roomy' || density === 'compact') dataset.density = density
  } catch {
    // storage is switched off: what is usual it is
  }
})()`
