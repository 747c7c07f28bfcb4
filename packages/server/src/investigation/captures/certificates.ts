import { X509Certificate } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'

const rejectedMilliseconds = 10_000

/** Collects the certificates that servers present, also if the browser rejects them. */
export class Certificates {
  /** By origin, each as PEM, the server's own first. */
  readonly chains = new Map<string, string[]>()
  private session: CDPSession | undefined

  /** Before any navigation: earlier certificates are not reported again. */
  async listen(context: BrowserContext, page: Page, url: string): Promise<void> {
    const session = await context.newCDPSession(page)
    this.session = session
    session.on('Security.visibleSecurityStateChanged', ({ visibleSecurityState }) => {
      const chain = visibleSecurityState.certificateSecurityState?.certificate ?? []
      const shown = URL.parse(page.url())
      // For a rejected page the browser knows only the requested address.
      const origin = shown?.protocol === 'https:' ? shown.origin : URL.parse(url)?.origin
      if (origin?.startsWith('https:') === true) this.store(origin, chain)
    })
    await session.send('Network.enable')
    await session.send('Security.enable')
  }

  /** Waits for the certificate of a rejected page: the browser reports it after the navigation has failed. */
  async rejected(url: string): Promise<void> {
    const origin = URL.parse(url)?.origin
    const late = Date.now() + rejectedMilliseconds
    while (origin !== undefined && !this.chains.has(origin) && Date.now() < late) await sleep(20)
  }

  /** Requests the certificates of everything else that the page loaded. */
  async request(addresses: readonly string[]): Promise<void> {
    const origins = new Set(addresses.map((address) => new URL(address).origin))
    for (const origin of origins) {
      if (!origin.startsWith('https:') || this.chains.has(origin)) continue
      const answer = await this.session
        ?.send('Network.getCertificate', { origin })
        .catch(() => undefined)
      this.store(origin, answer?.tableNames ?? [])
    }
  }

  private store(origin: string, chain: readonly string[]): void {
    if (chain.length === 0) return
    this.chains.set(
      origin,
      chain.map((certificate) =>
        new X509Certificate(Buffer.from(certificate, 'base64')).toString(),
      ),
    )
  }
}
