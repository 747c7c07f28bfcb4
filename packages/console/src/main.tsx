import './tokens.css'
import '@fontsource-variable/inter/wght.css'
import './library.css'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, createPages } from './app/index.ts'
import { createQueries } from './connection/index.ts'
import { loadCatalogue, preferredLocale } from './messages/index.ts'
import { readSession } from './access/session/index.ts'

const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
// For the styles that lock the page's scrolling under a dialog.
setNonce(nonce)

const place = document.querySelector('#root')
if (place === null) throw new Error('the page has no place for the console')

const queries = createQueries()
const pages = createPages(queries)
const locale = preferredLocale()
const loading = loadCatalogue(locale)
// Start loading the session and the first page while the messages load.
readSession(queries)
void pages.load()
const catalogue = await loading
createRoot(place).render(
  <StrictMode>
    <App locale={locale} catalogue={catalogue} nonce={nonce} queries={queries} pages={pages} />
  </StrictMode>,
)
