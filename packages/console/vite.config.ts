import react from '@vitejs/plugin-react'
import { compiledMessages } from '@touchstone/messages/compile'
import { defineConfig } from 'vite'
import { addressTable } from './build/address-table.ts'
import { consoleLocales, messageFiles } from './build/message-files.ts'

/** The first versions that know light-dark(), which would else be rewritten; as Lightning CSS numbers them. */
const lightDarkBrowsers = { chrome: 123 << 16, firefox: 120 << 16, safari: (17 << 16) | (5 << 8) }

export default defineConfig({
  plugins: [react(), addressTable(), compiledMessages(consoleLocales), messageFiles()],
  // Resolves `composes … from` itself; PostCSS would copy the composed rules into every file that names them.
  css: { transformer: 'lightningcss', lightningcss: { targets: lightDarkBrowsers } },
  resolve: { conditions: ['touchstone-source', 'module', 'browser', 'development|production'] },
  // The server puts a nonce of its own into each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2023',
    // The same browsers, for the minifier.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    manifest: true,
    // A picture or font within a style would need data: in the policy of contents.
    assetsInlineLimit: 0,
    // It is read at once, packed to a third, and held to a budget by a test.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page begins with, in one file: each further one takes the browser time of its own.
            { name: 'first', tags: ['$initial'] },
          ],
        },
      },
    },
  },
})
