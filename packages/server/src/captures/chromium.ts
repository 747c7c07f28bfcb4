import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { AppError } from '../platform/errors/index.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome']

type Environment = Readonly<Record<string, string | undefined>>

/** Where Chromium is: `CHROMIUM_PATH`, or the first program of its names on PATH. */
export function findChromium(env: Environment): string | undefined {
  const own = env['CHROMIUM_PATH'] ?? ''
  if (own !== '') return isProgram(own) ? own : undefined
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram)
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Where Chromium is, or a refusal that says how to get it. */
export function demandChromium(env: Environment): string {
  const found = findChromium(env)
  if (found !== undefined) return found
  const own = env['CHROMIUM_PATH'] ?? ''
  throw new AppError({
    code: 'bad-configuration',
    message: `Pages are captured with Chromium, and there is none ${own === '' ? 'on PATH' : `at CHROMIUM_PATH ${own}`}. Install it (on Debian: apt-get install chromium), or set CHROMIUM_PATH.`,
  })
}

export type LaunchOptions = {
  executablePath: string
  /** The guarded proxy: nothing leaves the browser by another way. */
  proxy: string
  /** Digests of keys whose certificates are taken though nobody vouches for them. For tests alone. */
  testKeys?: readonly string[]
}

/** A browser without a past, which knows no way out but the proxy. */
export async function launchBrowser(options: LaunchOptions): Promise<Browser> {
  // Loaded here, since a server that captures nothing should not wait for it.
  const { chromium } = await import('playwright-core')
  const { executablePath, proxy, testKeys = [] } = options
  return chromium.launch({
    executablePath,
    proxy: { server: proxy, bypass: '<-loopback>' },
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      // Names are resolved by the proxy alone, and nothing goes around it.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
      '--disable-quic',
      // A browser that somebody sits at asks its maker for this and that; this one is not to.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--gaia-url=http://127.0.0.1:9/',
      '--dns-prefetch-disable',
      '--no-pings',
      '--hide-scrollbars',
      '--mute-audio',
      ...(testKeys.length > 0
        ? [`--ignore-certificate-errors-spki-list=${testKeys.join(',')}`]
        : []),
    ],
  })
}
