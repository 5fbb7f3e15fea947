'use client'
import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'
import { served } from './base-path.ts'

export type LinkProps = Omit<ComponentProps<'a'>, 'href'> & { readonly href: string }

const isPlain = (event: MouseEvent<HTMLAnchorElement>): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey

/**
 * A link to one of the product's own pages: an anchor like any other, which a plain click follows without loading the
 * document again. The framework's own asks the server for each link that comes into view; pages here have hundreds.
 */
export function Link({ href, onClick, target, ...rest }: LinkProps) {
  const router = useRouter()
  return (
    <a
      href={served(href)}
      target={target}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || !isPlain(event) || (target && target !== '_self')) return
        event.preventDefault()
        router.push(href)
      }}
      {...rest}
    />
  )
}
