import type {
  EmailUpdatesView,
  SellerAction,
  SellerLanguage,
  SellerPageView,
} from '@touchstone/contract'
import { el } from '../dom.ts'
import { preferredLanguage, rememberLanguage, type Text } from '../messages/index.ts'
import { drawPage } from '../page-frame.ts'
import { loadText } from './load-text.ts'
import { toBase64 } from '../to-base64.ts'
import { sellerView } from './seller-view.ts'
import {
  actOn,
  leave,
  openLink,
  readEmailUpdates,
  readSellerPage,
  Refused,
  removeEmailUpdates,
  requestEmailUpdates,
  submitAppeal,
  type Problem,
} from './server.ts'

type PageText = Text<'seller-page'>

/** Unsent entries, which survive re-rendering. */
export type Draft = { words: string; files: File[]; body: string; email: string }

export type View = {
  page: SellerPageView
  /** Undefined where they could not be read. */
  updates: EmailUpdatesView | undefined
  text: PageText
  draft: Draft
  busy: boolean
  send(): void
  withdraw(): void
  refer(): void
  /** Shows `done` once the action is taken. */
  act(action: SellerAction, done: string): void
  /** Loaded for the sellers alone whom a referral names. */
  referrals: ((view: View) => HTMLElement[]) | undefined
  requestUpdates(): void
  removeUpdates(): void
  leave(): void
  redraw(): void
}

type OpenedLink = { token: string; link: string | null }

/** State of the seller’s page, re-rendered on every change. */
export class SellerPortalPage {
  readonly #place: HTMLElement
  #opened: OpenedLink = { token: '', link: null }
  #text: PageText | undefined
  #page: SellerPageView | undefined
  #updates: EmailUpdatesView | undefined
  #referrals: View['referrals']
  #problem: Problem | 'access-closed' | undefined
  #notice = ''
  #busy = false
  #draft: Draft = { words: '', files: [], body: '', email: '' }

  constructor(place: HTMLElement) {
    this.#place = place
  }

  async begin(begun: OpenedLink): Promise<void> {
    this.#opened = begun
    this.#text = await loadText(preferredLanguage('seller-page'))
    this.#draw()
    await this.#open()
  }

  async #open(): Promise<void> {
    const { token, link: opened } = this.#opened
    this.#problem = undefined
    try {
      const link = token === '' ? opened : await openLink(token)
      if (link === null) throw new Refused('no-link')
      this.#opened = { token: '', link }
      history.replaceState(null, '', `/appeal?link=${encodeURIComponent(link)}`)
      const updates = readEmailUpdates(link).catch(() => undefined)
      this.#page = await readSellerPage(link)
      await this.#loadReferrals()
      this.#updates = await updates
    } catch (error) {
      this.#problem = problemOf(error)
    }
    this.#draw()
  }

  async #choose(language: SellerLanguage): Promise<void> {
    this.#text = await loadText(language)
    await this.#loadReferrals()
    rememberLanguage(language)
    this.#notice = ''
    this.#draw()
    this.#place.querySelector<HTMLElement>('select')?.focus()
    await this.#readAgain()
  }

  async #loadReferrals(): Promise<void> {
    if (!this.#page?.referrals[0]) return
    const { loadReferrals } = await import('./referrals.ts')
    this.#referrals = await loadReferrals(this.#text)
  }

  /** The server has words of its own on the page. */
  async #readAgain(): Promise<void> {
    const [shown, text] = [this.#page, this.#text]
    if (shown === undefined) return
    // Where that fails, what is shown stays in the language in which it was read.
    const page = await readSellerPage(shown.link).catch(() => shown)
    if (page.facts === shown.facts || this.#page !== shown || this.#text !== text) return
    this.#page = page
    const focused = this.#place.querySelector('select') === document.activeElement
    this.#draw()
    if (focused) this.#place.querySelector<HTMLElement>('select')?.focus()
  }

  /** Performs an action, reports the result and shows the new state. */
  async #act(work: (link: string) => Promise<void>, done: string): Promise<void> {
    const link = this.#page?.link
    const text = this.#text
    if (this.#busy || link === undefined || text === undefined) return
    this.#busy = true
    this.#notice = text.t('sending')
    this.#draw()
    try {
      await work(link)
      this.#notice = done
    } catch (error) {
      await this.#report(error, link, text)
    }
    this.#busy = false
    this.#draw()
    this.#place.querySelector<HTMLElement>('[role=status]')?.focus()
  }

  async #report(error: unknown, link: string, { t }: PageText): Promise<void> {
    const problem = problemOf(error)
    const at = error instanceof Refused ? error.document : undefined
    const name = this.#draft.files[at ?? 0]?.name ?? ''
    this.#notice = t(`problem.${problem}`, { name })
    if (problem === 'no-link') this.#problem = problem
    if (problem !== 'changed') return
    try {
      this.#page = await readSellerPage(link)
    } catch (again) {
      this.#problem = problemOf(again)
    }
  }

  async #requestUpdates(link: string): Promise<void> {
    const { email } = this.#draft
    const locale = this.#text?.language ?? 'en'
    this.#updates = await requestEmailUpdates(link, { email, locale })
    this.#draft.email = ''
  }

  async #send(link: string): Promise<void> {
    const { words, files } = this.#draft
    const documents = await Promise.all(
      files.map(async (file) => ({ name: file.name, content: await toBase64(file) })),
    )
    this.#page = await submitAppeal(link, {
      words,
      locale: this.#text?.language ?? 'en',
      documents,
    })
    this.#draft = { ...this.#draft, words: '', files: [], body: '' }
  }

  #draw(): void {
    const text = this.#text
    if (text === undefined) return
    const { t } = text
    const heading = this.#heading(text)
    drawPage(
      this.#place,
      {
        namespace: 'seller-page',
        text,
        title: heading,
        name: el('p', { class: 'name' }, this.#page?.marketplace ?? ''),
        words: {
          language: t('language'),
          unreviewed: t('unreviewed'),
          inEnglish: t('in-english'),
        },
        choose: (chosen) => void this.#choose(chosen),
      },
      el('h1', {}, heading),
      el('p', { role: 'status', tabindex: '-1', class: 'notice' }, this.#notice),
      ...this.#body(text),
    )
  }

  #heading({ t }: PageText): string {
    if (this.#page === undefined) return t('appeal-or-response')
    const { marketplace } = this.#page
    return t(`title.${this.#page.kind}`, { marketplace })
  }

  #body(text: PageText): HTMLElement[] {
    const { t } = text
    if (this.#problem !== undefined) return this.#problemView(text, this.#problem)
    if (this.#page === undefined) return [el('p', {}, t('loading'))]
    const act = (action: SellerAction, done: string): void =>
      void this.#act(async (link) => {
        this.#page = await actOn(link, action)
      }, done)
    return sellerView({
      page: this.#page,
      updates: this.#updates,
      text,
      draft: this.#draft,
      busy: this.#busy,
      send: () => void this.#act((link) => this.#send(link), t('sent')),
      withdraw: () => act({ type: 'withdraw' }, t('withdrawn')),
      refer: () => act({ type: 'refer', body: this.#draft.body }, ''),
      referrals: this.#referrals,
      act,
      requestUpdates: () => void this.#act((link) => this.#requestUpdates(link), ''),
      removeUpdates: () =>
        void this.#act(async (link) => {
          this.#updates = await removeEmailUpdates(link)
        }, t('email-updates.removed')),
      leave: () => void this.#leave(),
      redraw: () => this.#draw(),
    })
  }

  #problemView({ t }: PageText, problem: Problem | 'access-closed'): HTMLElement[] {
    const said =
      problem === 'access-closed' ? t('access-closed') : t(`problem.${problem}`, { name: '' })
    const again = el('button', { type: 'button', click: () => void this.#open() }, t('retry'))
    const mayRetry = ['unreachable', 'failed', 'too-many'].includes(problem)
    return [el('p', { class: 'problem' }, said), ...(mayRetry ? [again] : [])]
  }

  async #leave(): Promise<void> {
    try {
      await leave()
      this.#page = undefined
      this.#problem = 'access-closed'
    } catch (error) {
      this.#problem = problemOf(error)
    }
    this.#notice = ''
    this.#draw()
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  throw error
}
