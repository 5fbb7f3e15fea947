'use client'
import { useEffect, useRef, useState } from 'react'
import type { Finding } from '#lib/findings/finding.ts'
import type { CheckAnswer, CheckQuestion } from './check-messages.ts'
import type { TextIssue } from './problem.ts'
import type { PublishedSchema } from './yaml-schema.ts'

/** Long enough not to check every keystroke of a word, short enough to feel at once. */
const QUIET_MS = 60

type Ask = {
  readonly check: (text: string) => Promise<readonly TextIssue[]>
  readonly locate: (text: string, places: readonly Finding[]) => Promise<readonly Finding[]>
  readonly stop: () => void
}

function startChecks(schemas: readonly PublishedSchema[]): Ask {
  const worker = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' })
  const open = new Map<number, (answer: CheckAnswer) => void>()
  let last = 0
  const send = (question: CheckQuestion) => worker.postMessage(question)
  const ask = (question: (id: number) => CheckQuestion): Promise<CheckAnswer> =>
    new Promise((resolve) => {
      last += 1
      open.set(last, resolve)
      send(question(last))
    })
  worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
    open.get(data.id)?.(data)
    open.delete(data.id)
  }
  send({ ask: 'schemas', schemas })
  return {
    async check(text) {
      const answer = await ask((id) => ({ ask: 'check', id, text }))
      return 'issues' in answer ? answer.issues : []
    },
    async locate(text, findings) {
      const places = findings.map(({ resource, path }) => ({ resource, path }))
      const answer = await ask((id) => ({ ask: 'locate', id, text, places }))
      const ranges = 'ranges' in answer ? answer.ranges : []
      return findings.map((finding, index) => ({ ...finding, range: ranges[index] }))
    },
    stop: () => worker.terminate(),
  }
}

export type TextCheck = {
  /** Issues of the text as it stands; the last ones while a newer text is looked at. */
  readonly now: readonly TextIssue[]
  /** Issues that the text had before anyone touched it. */
  readonly before: readonly TextIssue[]
  /** Findings with the range that they have in the text; the same list until the next answer. */
  readonly located: readonly Finding[]
  /** Milliseconds of the last check; `undefined` before the first. */
  readonly took?: number
}

const NONE: readonly never[] = []

/**
 * Checks a text while it is typed.
 * @param findings what the plan says; they are given ranges in this text, the same array while nothing changes
 */
export function useTextCheck(
  text: string,
  base: string,
  schemas: readonly PublishedSchema[],
  findings: readonly Finding[],
): TextCheck {
  const [checks, setChecks] = useState<Ask>()
  const [now, setNow] = useState<readonly TextIssue[]>(NONE)
  const [before, setBefore] = useState<readonly TextIssue[]>(NONE)
  const [located, setLocated] = useState<readonly Finding[]>(NONE)
  const [took, setTook] = useState<number>()

  useEffect(() => {
    const started = startChecks(schemas)
    setChecks(started)
    return () => started.stop()
  }, [schemas])

  useEffect(() => {
    let current = true
    checks?.check(base).then((issues) => current && setBefore(issues))
    return () => {
      current = false
    }
  }, [checks, base])

  useEffect(() => {
    if (!checks) return
    let current = true
    const timer = setTimeout(async () => {
      const start = performance.now()
      const issues = await checks.check(text)
      if (!current) return
      setNow(issues)
      setTook(performance.now() - start)
    }, QUIET_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [checks, text])

  // Markers move with the text by themselves, so findings are placed once for each plan.
  const newest = useRef(text)
  newest.current = text
  useEffect(() => {
    let current = true
    checks?.locate(newest.current, findings).then((found) => current && setLocated(found))
    return () => {
      current = false
    }
  }, [checks, findings])

  return { now, before, located, took }
}
