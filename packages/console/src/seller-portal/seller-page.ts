import type { SellerLanguage, SellerPage } from '@touchstone/contract'
import { el } from './dom.ts'
import {
  directionOf,
  languageNames,
  languages,
  preferredLanguage,
  rememberLanguage,
} from './languages.ts'
import { sellerView } from './seller-view.ts'
import { actOn, leave, openLink, readSellerPage, Refused, type Trouble } from './server.ts'
import { filled, loadTexts, type SellerTexts, type Words } from './texts/index.ts'

/** What is written and chosen and not yet sent: it stays while the page is drawn anew. */
export type Draft = { words: string; files: File[]; body: string }

export type View = {
  page: SellerPage
  words: Words
  language: SellerLanguage
  draft: Draft
  busy: boolean
  send(): void
  withdraw(): void
  refer(): void
  leave(): void
  redraw(): void
}

type Begun = { token: string; matter: string | null }

/** The page of a seller: what it knows, and drawing that anew whenever it changes. */
export class Desk {
  readonly #place: HTMLElement
  #begun: Begun = { token: '', matter: null }
  #language: SellerLanguage = preferredLanguage()
  #texts: SellerTexts | undefined
  #page: SellerPage | undefined
  #trouble: Trouble | 'left' | undefined
  #notice = ''
  #busy = false
  #draft: Draft = { words: '', files: [], body: '' }

  constructor(place: HTMLElement) {
    this.#place = place
  }

  async begin(begun: Begun): Promise<void> {
    this.#begun = begun
    this.#texts = await loadTexts(this.#language)
    this.#draw()
    await this.#open()
  }

  async #open(): Promise<void> {
    const { token, matter } = this.#begun
    this.#trouble = undefined
    try {
      const link = token === '' ? matter : await openLink(token)
      if (link === null) throw new Refused('no-link')
      this.#begun = { token: '', matter: link }
      history.replaceState(null, '', `/answer?matter=${encodeURIComponent(link)}`)
      this.#page = await readSellerPage(link)
    } catch (error) {
      this.#trouble = troubleOf(error)
    }
    this.#draw()
  }

  async #choose(language: SellerLanguage): Promise<void> {
    this.#texts = await loadTexts(language)
    this.#language = language
    rememberLanguage(language)
    this.#notice = ''
    this.#draw()
    this.#place.querySelector<HTMLElement>('select')?.focus()
  }

  /** Does something, says how it went, and shows how the matter stands then. */
  async #act(work: (link: string) => Promise<SellerPage>, done: string): Promise<void> {
    const link = this.#page?.link
    const words = this.#texts?.words
    if (this.#busy || link === undefined || words === undefined) return
    this.#busy = true
    this.#notice = words.sending
    this.#draw()
    try {
      this.#page = await work(link)
      this.#notice = done
    } catch (error) {
      await this.#tell(error, link, words)
    }
    this.#busy = false
    this.#draw()
    this.#place.querySelector<HTMLElement>('[role=status]')?.focus()
  }

  async #tell(error: unknown, link: string, words: Words): Promise<void> {
    const trouble = troubleOf(error)
    const at = error instanceof Refused ? error.document : undefined
    const name = this.#draft.files[at ?? 0]?.name ?? ''
    this.#notice = filled(words[`trouble.${trouble}`], { name })
    if (trouble === 'no-link') this.#trouble = trouble
    if (trouble !== 'changed') return
    try {
      this.#page = await readSellerPage(link)
    } catch (again) {
      this.#trouble = troubleOf(again)
    }
  }

  async #send(link: string): Promise<SellerPage> {
    const { words, files } = this.#draft
    const documents = await Promise.all(
      files.map(async (file) => ({ name: file.name, content: await base64Of(file) })),
    )
    const page = await actOn(link, 'answer', { words, locale: this.#language, documents })
    this.#draft = { words: '', files: [], body: '' }
    return page
  }

  #draw(): void {
    const { words, reviewed } = this.#texts ?? {}
    if (words === undefined) return
    const { documentElement } = document
    documentElement.lang = this.#language
    documentElement.dir = directionOf(this.#language)
    const heading = this.#heading(words)
    document.title = heading
    const english = el(
      'button',
      { type: 'button', click: () => void this.#choose('en') },
      words['in-english'],
    )
    this.#place.replaceChildren(
      el(
        'header',
        {},
        el('p', { class: 'name' }, this.#page?.marketplace ?? ''),
        this.#languages(words),
      ),
      el(
        'main',
        {},
        reviewed === false &&
          el('aside', { class: 'unreviewed' }, el('p', {}, words.unreviewed), english),
        el('h1', {}, heading),
        el('p', { role: 'status', tabindex: '-1', class: 'notice' }, this.#notice),
        ...this.#body(words),
      ),
    )
  }

  #heading(words: Words): string {
    if (this.#page === undefined) return words['your-answer']
    const { marketplace } = this.#page
    return filled(words[`title.${this.#page.kind}`], { marketplace })
  }

  #languages(words: Words): HTMLElement {
    const choose = (event: Event): void => {
      void this.#choose((event.target as HTMLSelectElement).value as SellerLanguage)
    }
    const options = languages.map((language) =>
      el(
        'option',
        { value: language, lang: language, selected: language === this.#language },
        languageNames[language],
      ),
    )
    return el(
      'label',
      { class: 'language' },
      el('span', {}, words.language),
      el('select', { change: choose }, ...options),
    )
  }

  #body(words: Words): HTMLElement[] {
    if (this.#trouble !== undefined) return this.#troubled(words, this.#trouble)
    if (this.#page === undefined) return [el('p', {}, words.loading)]
    return sellerView({
      page: this.#page,
      words,
      language: this.#language,
      draft: this.#draft,
      busy: this.#busy,
      send: () => void this.#act((link) => this.#send(link), words.sent),
      withdraw: () => void this.#act((link) => actOn(link, 'withdraw'), words.withdrawn),
      refer: () => {
        const { body } = this.#draft
        void this.#act((link) => actOn(link, 'refer', { body }), '')
      },
      leave: () => void this.#leave(),
      redraw: () => this.#draw(),
    })
  }

  #troubled(words: Words, trouble: Trouble | 'left'): HTMLElement[] {
    const said = trouble === 'left' ? words.left : words[`trouble.${trouble}`]
    const again = el('button', { type: 'button', click: () => void this.#open() }, words.again)
    const mayTry = trouble === 'failed' || trouble === 'too-many'
    return [el('p', { class: 'trouble' }, said), ...(mayTry ? [again] : [])]
  }

  async #leave(): Promise<void> {
    try {
      await leave()
      this.#page = undefined
      this.#trouble = 'left'
    } catch (error) {
      this.#trouble = troubleOf(error)
    }
    this.#notice = ''
    this.#draw()
  }
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof Refused) return error.trouble
  throw error
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  // Piece by piece: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  }
  return btoa(text)
}
