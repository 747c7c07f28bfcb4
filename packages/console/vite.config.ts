import react from '@vitejs/plugin-react'
import { compiledMessages } from '@touchstone/messages/compile'
import { defineConfig } from 'vite'
import { addressTable } from './build/address-table.ts'
import { extensionArchive } from './build/extension-archive.ts'
import { pageAddresses } from './build/page-addresses.ts'
import { pdfFiles } from './build/pdf-files.ts'
import { consoleLocales, messageFiles } from './build/message-files.ts'

/** The first versions with light-dark(), which would otherwise be rewritten, in Lightning CSS's numbering. */
const lightDarkBrowsers = { chrome: 123 << 16, firefox: 120 << 16, safari: (17 << 16) | (5 << 8) }

export default defineConfig({
  plugins: [
    react(),
    addressTable(),
    compiledMessages(consoleLocales),
    messageFiles(),
    pdfFiles(),
    pageAddresses(),
    extensionArchive(),
  ],
  // Resolves `composes … from` itself; PostCSS would copy the composed rules into every file that refers to them.
  css: { transformer: 'lightningcss', lightningcss: { targets: lightDarkBrowsers } },
  resolve: { conditions: ['touchstone-source', 'module', 'browser', 'development|production'] },
  // The server replaces it by a nonce per response.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2023',
    // The same browsers, for the minifier.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    manifest: true,
    // Inlined pictures and fonts would need data: in the content security policy.
    assetsInlineLimit: 0,
    // The bundle loads in one request, compresses to a third, and has a budget checked by a test.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // A first load takes from a leaf's index only the files whose exports it uses.
      experimental: { lazyBarrel: true },
      output: {
        codeSplitting: {
          groups: [
            // The start of every page in one file, since every file costs the browser time.
            { name: 'first', tags: ['$initial'] },
          ],
        },
      },
    },
  },
})
