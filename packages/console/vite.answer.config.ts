import { defineConfig } from 'vite'

/**
 * The seller's page, built by itself beside the console: whoever comes by a link loads none of the console, and
 * shares no file with it.
 */
export default defineConfig({
  resolve: { conditions: ['touchstone-source', 'module', 'browser', 'development|production'] },
  // The server puts a nonce of its own into each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  publicDir: false,
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    emptyOutDir: false,
    manifest: '.vite/answer-manifest.json',
    assetsInlineLimit: 0,
    rolldownOptions: { input: 'answer.html' },
  },
})
