/** Tells a text that comes back from the page from one that comes from elsewhere. */
export type Echoes = {
  /** Whether this text was sent from here and has not been overtaken by a later one that came back. */
  readonly isEcho: (text: string) => boolean
  /** Notes a text that is sent now; false when it is the one that stands already. */
  readonly isNew: (text: string) => boolean
}

export function echoes(start: string): Echoes {
  let sent: string[] = [start]
  return {
    isEcho(text) {
      const at = sent.lastIndexOf(text)
      if (at < 0) return false
      sent = sent.slice(at)
      return true
    },
    isNew(text) {
      if (sent.at(-1) === text) return false
      sent.push(text)
      return true
    },
  }
}
