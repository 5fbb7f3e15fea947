'use client'
import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react'

/** A `button`, or what passes its props on to one. */
export type Trigger = ReactElement<ComponentProps<'button'>>

/**
 * The button of a panel whose code comes with its first use: until then it stands alone, and says already what it is
 * for. Code is fetched when the pointer or the focus arrives, so that the click does not wait for it.
 */
export function FirstUse({
  trigger,
  popup,
  load,
  onKeyboard,
  children,
}: {
  trigger: Trigger
  popup: 'menu' | 'dialog'
  load: () => Promise<unknown>
  /** Told before the first use, whether a key brought it. */
  onKeyboard?: (byKeyboard: boolean) => void
  /** Shown from the first use on: the button with its open panel. */
  children: ReactNode
}) {
  const [isUsed, setUsed] = useState(false)
  const warm = () => void load().catch(() => undefined)
  const use = (byKeyboard: boolean) => {
    onKeyboard?.(byKeyboard)
    setUsed(true)
  }
  const alone = cloneElement(trigger, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onPointerEnter: warm,
    onFocus: warm,
    // A click that a key made counts no presses.
    onClick: (event: MouseEvent) => use(event.detail === 0),
    onKeyDown: (event: KeyboardEvent) => {
      if (popup !== 'menu' || event.key !== 'ArrowDown') return
      event.preventDefault()
      use(true)
    },
  })
  return isUsed ? <Suspense fallback={alone}>{children}</Suspense> : alone
}
