import * as z from 'zod'

// Zod's compiled parsers are `new Function`, which the page's policy forbids and the probe for it reports.
z.config({ jitless: true })

export { z }
