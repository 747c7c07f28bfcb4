import { pageLink } from './page-link.ts'
import { readPage, type ShownPage } from './read-page.ts'

// What this page uses of the browser’s interface.
declare const chrome: {
  i18n: { getMessage(name: string): string; getUILanguage(): string }
  tabs: {
    query(which: { active: true; currentWindow: true }): Promise<{ id?: number }[]>
    create(tab: { url: string }): Promise<unknown>
  }
  scripting: {
    executeScript(run: {
      target: { tabId: number }
      func: () => ShownPage
    }): Promise<{ result?: ShownPage }[]>
  }
}

const part = <E extends HTMLElement = HTMLElement>(id: string): E => {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`there is no #${id}`)
  return found as E
}
const word = (name: string): string => chrome.i18n.getMessage(name)

document.documentElement.lang = chrome.i18n.getUILanguage()
for (const element of document.querySelectorAll<HTMLElement>('[data-message]'))
  element.textContent = word(element.dataset['message'] ?? '')

const stored = 'server'
const address = part<HTMLInputElement>('address')

/** The server’s origin; other computers are reached encrypted alone. */
function originOf(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal) ? url.origin : undefined
}

function askForServer(): void {
  part('page').hidden = true
  part('server').hidden = false
  address.value = localStorage.getItem(stored) ?? ''
  address.focus()
}

part('server').addEventListener('submit', (event) => {
  event.preventDefault()
  const origin = originOf(address.value.trim())
  part('address-fault').textContent = origin === undefined ? word('serverFault') : ''
  if (origin === undefined) return
  localStorage.setItem(stored, origin)
  void showPage(origin)
})
part('change').addEventListener('click', askForServer)

async function readTab(): Promise<ShownPage | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true })
  if (tab?.id === undefined) return undefined
  // Browsers keep some of their pages from all extensions.
  const [first] = await chrome.scripting
    .executeScript({ target: { tabId: tab.id }, func: readPage })
    .catch(() => [])
  return first?.result
}

async function showPage(origin: string): Promise<void> {
  part('server').hidden = true
  const page = await readTab()
  if (page === undefined || !/^https?:/.test(page.url)) {
    part('fault').textContent = word('unreadable')
    return
  }
  part('title').textContent = page.title
  part('place').textContent = page.url
  part('sign-in').hidden = !page.asksForSignIn
  const reason = part<HTMLTextAreaElement>('reason')
  reason.required = page.asksForSignIn
  part('page').hidden = false
  part(page.asksForSignIn ? 'reason' : 'send').focus()
  part('page').addEventListener('submit', (event) => {
    event.preventDefault()
    const { asksForSignIn, ...rest } = page
    const sent = {
      ...rest,
      sentWith: 'extension',
      ...(asksForSignIn && { signInReason: reason.value.trim() }),
    }
    void chrome.tabs.create({ url: pageLink(origin, sent) }).then(() => window.close())
  })
}

const known = localStorage.getItem(stored)
if (known === null) askForServer()
else void showPage(known)
