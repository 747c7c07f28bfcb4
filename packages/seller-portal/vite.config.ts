import { join } from 'node:path'
import { compiledMessages } from '@touchstone/messages/compile'
import { defineConfig } from 'vite'

/**
 * Built by itself into the folder that the server serves: whoever comes by a link or to the notice form loads none of
 * the console, and shares no file with it.
 */
export default defineConfig({
  plugins: [compiledMessages(join(import.meta.dirname, 'locales'))],
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
    rolldownOptions: { input: ['answer.html', 'notice-form.html'] },
  },
})
