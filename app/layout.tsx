import type { Metadata } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { served } from '#components/ui/base-path.ts'
import { bootScript } from './boot-script.ts'
import './globals.css'

// A nonce is one answer's; a page that is rendered ahead could not carry it.
export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'Meshwright', template: '%s · Meshwright' },
  description: 'The console for service meshes.',
  robots: { index: false, follow: false },
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const development = process.env.NODE_ENV === 'development'
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning>
          {bootScript({ development, basePath: served('') })}
        </script>
      </head>
      <body>{children}</body>
    </html>
  )
}
