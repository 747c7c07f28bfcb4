import { join } from 'node:path'
import { compiledMessages } from '@touchstone/messages/compile'
import { defineConfig, type Plugin } from 'vite'

/**
 * Vite loads the styles and scripts that an imported file needs beside it. Messages need none, and the loader would be a
 * tenth of a page.
 */
function plainImports(): Plugin {
  return {
    name: 'touchstone-plain-imports',
    enforce: 'pre',
    load: (id) =>
      id === '\0vite/preload-helper.js'
        ? 'export const __vitePreload = (load) => load()'
        : undefined,
  }
}

/**
 * Built by itself into the folder that the server serves: whoever comes by a link or to the notice form loads none of
 * the console, and shares no file with it.
 */
export default defineConfig({
  plugins: [compiledMessages(join(import.meta.dirname, 'locales')), plainImports()],
  resolve: { conditions: ['touchstone-source', 'module', 'browser', 'development|production'] },
  // The server puts a nonce of its own into each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  publicDir: false,
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: '../console/dist',
    emptyOutDir: false,
    manifest: '.vite/seller-portal-manifest.json',
    assetsInlineLimit: 0,
    // Every browser of the target knows it.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['appeal.html', 'notice-form.html'] },
  },
})
