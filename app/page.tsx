import { Home } from './home.tsx'

/** Carries no data: which clusters there are is asked by the page, once it is signed in. */
export default function Page() {
  return <Home />
}
