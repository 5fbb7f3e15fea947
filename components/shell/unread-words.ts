import type { UnreadableManifest } from '#components/query/answers.ts'

/** "3 of 41 documents were not read:"; several objects of one document count once. */
export function unreadWords(
  places: readonly UnreadableManifest[],
  documents: number | undefined,
): string {
  const count = new Set(places.map(({ file, document }) => `${document} ${file}`)).size
  // A file that cannot be opened is told as well, and holds no document that was counted.
  if (documents === undefined || documents < count)
    return `${count} ${count === 1 ? 'document was' : 'documents were'} not read:`
  return `${count} of ${documents} ${documents === 1 ? 'document' : 'documents'} ${count === 1 ? 'was' : 'were'} not read:`
}
