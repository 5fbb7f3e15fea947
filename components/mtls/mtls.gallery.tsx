'use client'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { somePorts } from '#lib/fixtures/findings.ts'
import { Posture } from './mtls-page.tsx'

export const mtlsGallery: readonly GalleryEntry[] = [
  {
    title: 'mTLS',
    height: 460,
    wide: true,
    states: {
      ready: () => (
        <div className="flex h-full flex-col">
          <Posture cluster="demo" report={somePorts()} />
        </div>
      ),
      empty: () => (
        <div className="flex h-full flex-col">
          <Posture cluster="demo" report={{ ...somePorts(), rows: [] }} />
        </div>
      ),
    },
  },
]
