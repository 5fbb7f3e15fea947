'use client'
import { lazy, type ReactNode } from 'react'
import { FirstUse, type Trigger } from './first-use.tsx'

export type PopoverProps = {
  readonly trigger: Trigger
  readonly label: string
  /** A function is given what closes it. */
  readonly children: ReactNode | ((close: () => void) => ReactNode)
  readonly align?: 'start' | 'center' | 'end'
  readonly width?: number
  /** Fetches the code of what is inside, together with the popover's own. */
  readonly load?: () => Promise<unknown>
}

const load = () => import('./popover-open.tsx')
const OpenedPopover = lazy(load)

/** Something to read or set beside a button, without leaving the page. */
export function Popover(props: PopoverProps) {
  return (
    <FirstUse
      trigger={props.trigger}
      popup="dialog"
      load={() => Promise.all([load(), props.load?.()])}
    >
      <OpenedPopover {...props} />
    </FirstUse>
  )
}
