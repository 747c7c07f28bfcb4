import type { Browser } from 'playwright-core'
import type { CaptureIsolation } from '../../platform/config/index.ts'
import { startGuardedProxy, type GuardedProxy } from '../../platform/outbound/index.ts'
import { disabledFeatures } from './disabled-features.ts'
import {
  browserEnvironment,
  requireIsolation,
  openNamespace,
  suggestFix,
  type Shortfall,
} from './isolation/index.ts'

export type LaunchOptions = {
  executablePath: string
  /** Opens the guarded proxy on a socket at this path, else on a port of loopback. */
  openProxy: (socket?: string) => Promise<GuardedProxy>
  /** `flags` starts the browser without a namespace even if one is possible; only for tests. */
  isolation: CaptureIsolation | 'flags'
  /** Key digests of certificates to accept without a trusted issuer. Only for tests. */
  testKeys?: readonly string[]
}

export type LaunchedBrowser = {
  browser: Browser
  proxy: GuardedProxy
  /** `namespace`: its network contains only the proxy. `flags`: only its settings restrict it to the proxy. */
  isolation: 'namespace' | 'flags'
  /** Why there is no namespace. */
  shortfall?: string
  close: () => Promise<void>
}

/**
 * A fresh browser that can reach only the guarded proxy: in its own network namespace if the machine allows it, and
 * by its flags in any case.
 */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  if (options.isolation === 'flags') return launchWithFlags(options)
  let result = await launchInNamespace(options, { processes: true })
  // A container may hide parts of /proc: then no other view of it can be mounted, but a network namespace is
  // possible.
  if ('onlyProcesses' in result && result.onlyProcesses) {
    result = await launchInNamespace(options, { processes: false })
  }
  if (!('reason' in result)) return result
  requireIsolation(options.isolation, result.reason)
  return { ...(await launchWithFlags(options)), shortfall: result.reason }
}

/** Starts and ends a browser, to see how this machine restricts it to the proxy. */
export async function checkIsolation(
  executablePath: string,
): Promise<{ isolation: LaunchedBrowser['isolation']; shortfall?: string; fix?: string }> {
  const openProxy: LaunchOptions['openProxy'] = (socket) =>
    startGuardedProxy({ bytes: 0, ...(socket !== undefined && { socket }) })
  const launched = await launchBrowser({ executablePath, openProxy, isolation: 'when-possible' })
  await launched.close()
  const { isolation, shortfall } = launched
  return { isolation, ...(shortfall !== undefined && { shortfall, fix: await suggestFix() }) }
}

async function launchInNamespace(
  options: LaunchOptions,
  { processes }: { processes: boolean },
): Promise<LaunchedBrowser | Shortfall> {
  if (process.platform !== 'linux')
    return { reason: 'available on Linux only', onlyProcesses: false }
  const namespace = await openNamespace({ program: options.executablePath, processes })
  let proxy: GuardedProxy | undefined
  try {
    proxy = await options.openProxy(namespace.proxySocket)
    const browser = await start(options, {
      executablePath: namespace.starter,
      env: namespace.env,
      proxy: namespace.proxyUrl,
      artifactsDir: namespace.folder,
      // As root, the forwarder tests the sandbox under the browser's own user, since root has none.
      chromiumSandbox: true,
    })
    return launched({ browser, proxy, isolation: 'namespace' }, namespace.close)
  } catch (error) {
    const shortfall = await namespace.shortfall(error)
    await proxy?.close()
    await namespace.close()
    if (shortfall === undefined) throw error
    return shortfall
  }
}

async function launchWithFlags(options: LaunchOptions): Promise<LaunchedBrowser> {
  const proxy = await options.openProxy()
  try {
    const browser = await start(options, {
      executablePath: options.executablePath,
      env: browserEnvironment(process.env),
      proxy: proxy.url,
      chromiumSandbox: process.getuid?.() !== 0,
    })
    return launched({ browser, proxy, isolation: 'flags' }, async () => undefined)
  } catch (error) {
    await proxy.close()
    throw error
  }
}

function launched(
  started: Pick<LaunchedBrowser, 'browser' | 'proxy' | 'isolation'>,
  closeNamespace: () => Promise<void>,
): LaunchedBrowser {
  const close = async (): Promise<void> => {
    await started.browser.close().catch(() => undefined)
    await started.proxy.close()
    await closeNamespace()
  }
  return { ...started, close }
}

type Start = {
  executablePath: string
  env: Record<string, string>
  proxy: string
  artifactsDir?: string
  chromiumSandbox: boolean
}

async function start({ testKeys = [] }: LaunchOptions, launch: Start): Promise<Browser> {
  // Loaded here, so that servers without captures do not wait for it.
  const { chromium } = await import('playwright-core')
  const { proxy, ...rest } = launch
  const keys =
    testKeys.length === 0 ? [] : [`--ignore-certificate-errors-spki-list=${testKeys.join(',')}`]
  return chromium.launch({
    ...rest,
    proxy: { server: proxy, bypass: '<-loopback>' },
    args: [...flags, ...keys],
  })
}

/** Restrict a browser to its proxy without a namespace, and keep it quiet within one. */
const flags = [
  // Only the proxy resolves names, and nothing bypasses it.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  // Chromium reads the first of these two, its headless shell the second.
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-quic',
  // Disables requests that interactive browsers make to their vendor.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  disabledFeatures,
  '--no-first-run',
  '--gaia-url=http://127.0.0.1:9/',
  '--dns-prefetch-disable',
  '--no-pings',
  '--hide-scrollbars',
  '--mute-audio',
]

/** Runs in every frame before its scripts: these interfaces are not needed for rendering, and can bypass a proxy. */
export const withoutDirectConnections = `for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) {
  delete globalThis[name]
}`
