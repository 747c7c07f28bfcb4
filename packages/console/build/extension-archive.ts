import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { Plugin } from 'vite'

const name = 'virtual:extension-archive'
const folder = join(import.meta.dirname, '../extension')

/** The browser extension as a browser loads it: path → content. */
export function extensionFiles(): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return new Map(
    names.toSorted().map((file): [string, Buffer] => {
      const content = readFileSync(join(folder, file))
      if (!file.endsWith('.ts')) return [file, content]
      const code = stripTypeScriptTypes(content.toString()).replaceAll(
        /(from '\.\/[\w-]+)\.ts'/g,
        "$1.js'",
      )
      return [file.replace(/\.ts$/, '.js'), Buffer.from(code)]
    }),
  )
}

/** Serves the browser extension as an archive, the same from the same sources. */
export function extensionArchive(): Plugin {
  const source = zipSync(Object.fromEntries(extensionFiles()), { mtime: '1980-01-01T00:00:00' })
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 8)
  const fileName = `assets/touchstone-extension-${hash}.zip`
  return {
    name: 'touchstone-extension-archive',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}`
        ? `export const extensionArchive = ${JSON.stringify(`/${fileName}`)}`
        : undefined,
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source })
    },
  }
}
