'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { signIn } from '#components/query/session.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { TextField } from '#components/ui/text-field.tsx'

/** Asks for the launch token in place, so that nothing on the page is lost. */
export function SignedOut() {
  const client = useQueryClient()
  const [token, setToken] = useState('')
  const [trouble, setTrouble] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setTrouble(undefined)
    const taken = await signIn(token).catch(() => undefined)
    setBusy(false)
    if (taken) {
      await client.invalidateQueries()
      await client.refetchQueries({ predicate: (query) => query.state.status === 'error' })
    } else
      setTrouble(
        taken === false
          ? 'The token differs from the one of this process. Tokens change with each start.'
          : 'The server did not answer. Try again.',
      )
  }
  return (
    <Dialog
      open
      title="You are signed out"
      description="Open the address that the start command printed, or paste its token here. What you typed on this page is kept."
    >
      <form onSubmit={submit} className="mt-4 grid gap-4">
        <TextField
          label="Launch token"
          type="password"
          autoComplete="current-password"
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
          trouble={trouble}
          hint="Kept on the server as a session; the browser holds a cookie only."
        />
        <div className="flex justify-end">
          <Button
            type="submit"
            look="primary"
            size="primary"
            disabled={busy || token.trim() === ''}
          >
            Use token
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
