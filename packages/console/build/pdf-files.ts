import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const name = 'virtual:pdf-files'
const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json')
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
/** The version stands for the hash that names of other files contain. */
const folder = `assets/pdf-${version}`

/** What documents name and do not contain: encodings, the usual fonts, and decoders of scans without WebAssembly. */
const wanted: Readonly<Record<string, RegExp>> = {
  cmaps: /\.bcmap$/,
  standard_fonts: /\.(pfb|ttf)$/,
  wasm: /_nowasm_fallback\.js$/,
}

/** Serves the files of the PDF reader, each loaded when a document needs it. */
export function pdfFiles(): Plugin {
  return {
    name: 'touchstone-pdf-files',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}` ? `export const pdfFiles = ${JSON.stringify(`/${folder}`)}` : undefined,
    generateBundle() {
      for (const [kind, form] of Object.entries(wanted)) {
        const files = join(dirname(manifest), kind)
        for (const file of readdirSync(files).filter((one) => form.test(one))) {
          const source = readFileSync(join(files, file))
          this.emitFile({ type: 'asset', fileName: `${folder}/${kind}/${file}`, source })
        }
      }
    },
  }
}
