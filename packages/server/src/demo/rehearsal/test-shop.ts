import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listingTitle, parties, shopHost } from './parties.ts'

export type Shop = {
  origin: string
  port: number
  /** Applies the decision like the marketplace's own systems: the listing disappears. */
  disable: () => void
  close: () => Promise<void>
}

const style =
  '<style>body{font:16px sans-serif;margin:40px;max-width:900px}img{width:320px}</style>'
const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${style}${body}</html>`
const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><rect width="320" height="200" fill="#e8e2d8"/><path d="M40 140q80-70 240-10l-10 30H50z" fill="#6b4a2f"/><text x="150" y="120" font-size="18" fill="#fff">VELMORAQ</text></svg>`
const item = page(
  listingTitle,
  `<h1>${listingTitle}</h1><img src="/picture/4711.svg" alt=""><p id="price"></p>
<p>KW super quality, replica 1:1. Stock is plenty, dropship welcome.</p>
<p>Sold by <a href="/seller/${parties.seller.id}">${parties.seller.name}</a></p>
<script>fetch('/price/4711.json').then((answer) => answer.json()).then(({ price }) => { document.getElementById('price').textContent = price })</script>`,
)
const seller = page(
  parties.seller.name,
  `<h1>${parties.seller.name}</h1><p>On ${parties.platform.name} since 2024. Ships from Germany.</p>`,
)

const answers: Record<string, readonly [type: string, body: string]> = {
  '/item/4711': ['text/html; charset=utf-8', item],
  [`/seller/${parties.seller.id}`]: ['text/html; charset=utf-8', seller],
  '/picture/4711.svg': ['image/svg+xml', picture],
  '/price/4711.json': ['application/json', '{"price":"€ 19.90"}'],
}

/** A shop on loopback with one listing, reached through a redirect from a short address, as in advertisements. */
export async function openShop(): Promise<Shop> {
  let disabled = false
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const isThere = Object.hasOwn(answers, path) && !(disabled && path === '/item/4711')
    const known = isThere ? answers[path] : undefined
    if (path === '/ad/1') response.writeHead(302, { location: '/item/4711' }).end()
    else if (known) response.writeHead(200, { 'content-type': known[0] }).end(known[1])
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page.')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${shopHost}:${port}`,
    port,
    disable: () => {
      disabled = true
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
