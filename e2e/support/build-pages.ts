import { buildPages } from './product.ts'

/** Before all tests of the browser, whichever of them were asked for. */
export default (): Promise<void> => buildPages()
