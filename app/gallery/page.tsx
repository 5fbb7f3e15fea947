import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Gallery } from './gallery.tsx'

export const metadata: Metadata = { title: 'Gallery' }

/** For development and tests; a product that people use does not have it. */
export default function Page() {
  if (process.env.NODE_ENV === 'production' && process.env.MESHWRIGHT_GALLERY !== '1') notFound()
  return <Gallery />
}
