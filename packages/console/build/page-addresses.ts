import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const router = new URL('../src/app/router.tsx', import.meta.url)

/** Lists the addresses of all pages for the server, which answers 404 for any other, though with the same page. */
export function pageAddresses(): Plugin {
  return {
    name: 'touchstone-page-addresses',
    generateBundle() {
      const source = JSON.stringify(addressesIn(readFileSync(router, 'utf8')))
      // Beside the manifest of the build, which is never served either.
      this.emitFile({ type: 'asset', fileName: '.vite/page-addresses.json', source })
    },
  }
}

/** The addresses in the source of the router; its components cannot be loaded by a build. */
export function addressesIn(source: string): string[] {
  const routes = source.split('createRoute({').slice(1)
  return routes.flatMap((route) => {
    const [, path] = /^[^}]*?\bpath: '([^']+)'/.exec(route) ?? []
    if (path === undefined) return []
    return [route.trimStart().startsWith('...ofOperator') ? `/operator${path}` : path]
  })
}
