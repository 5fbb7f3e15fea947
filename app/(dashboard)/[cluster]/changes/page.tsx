import type { Metadata } from 'next'
import { DraftList } from './draft-list.tsx'

export const metadata: Metadata = { title: 'Changes' }

export default function ChangesPage() {
  return <DraftList />
}
