import { DraftList } from './draft-list.tsx'

export default function ChangesPage() {
  return <DraftList />
}
