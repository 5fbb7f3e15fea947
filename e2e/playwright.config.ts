import { defineConfig } from '@playwright/test'
import type { ProductOptions } from './support/test.ts'

/** Debian's Chromium only: a test tool's own download is never used. */
export default defineConfig<ProductOptions>({
  testDir: '.',
  testMatch: ['journeys/*.spec.ts', '*.spec.ts'],
  globalSetup: './support/build-pages.ts',
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    {
      name: 'sandbox',
      // The sandbox speaks HTTP on loopback: there is no certificate to leave unchecked.
      testIgnore: 'journeys/unchecked-certificate.spec.ts',
      use: { server: 'sandbox' },
    },
    // What needs no cluster of its own (gallery, headers, a path to be served below) is proved once, on the sandbox.
    {
      name: 'kube-apiserver',
      testMatch: 'journeys/*.spec.ts',
      testIgnore: ['journeys/sub-path.spec.ts', 'journeys/sample-meshes.spec.ts'],
      use: { server: 'kube-apiserver' },
    },
  ],
})
