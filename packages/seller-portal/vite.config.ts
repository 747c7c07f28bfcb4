import { join } from 'node:path'
import { compiledMessages } from '@touchstone/messages/compile'
import { defineConfig, type Plugin } from 'vite'

/**
 * Vite preloads the styles and scripts of dynamic imports. Messages have none, and the preloader would be a tenth of
 * a page.
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
 * Built separately into the folder that the server serves: visitors without an account load nothing
 * of the console.
 */
export default defineConfig({
  plugins: [compiledMessages(join(import.meta.dirname, 'locales')), plainImports()],
  resolve: { conditions: ['touchstone-source', 'module', 'browser', 'development|production'] },
  // The server replaces it by a nonce per response.
  html: { cspNonce: '__CSP_NONCE__' },
  publicDir: false,
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: '../console/dist',
    emptyOutDir: false,
    manifest: '.vite/seller-portal-manifest.json',
    assetsInlineLimit: 0,
    // All target browsers support it.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [
        'appeal.html',
        'check.html',
        'notice-form.html',
        'referral-reply.html',
        'watch-policy.html',
      ],
    },
  },
})
