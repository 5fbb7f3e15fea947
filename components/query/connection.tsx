'use client'
import { createContext, type ReactNode, useContext } from 'react'
import { type Connection, useEventStream } from './event-stream.ts'

const ConnectionContext = createContext<Connection>({ state: 'connecting' })

/** One stream per page; everyone below reads its state. */
export function ConnectionProvider({
  cluster,
  children,
}: {
  cluster: string
  children: ReactNode
}) {
  const connection = useEventStream(cluster)
  return <ConnectionContext.Provider value={connection}>{children}</ConnectionContext.Provider>
}

export const useConnection = (): Connection => useContext(ConnectionContext)
