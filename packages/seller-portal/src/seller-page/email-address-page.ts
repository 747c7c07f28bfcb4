import type { EmailUpdatesAction, SellerLanguage } from '@touchstone/contract'
import { el } from '../dom.ts'
import { preferredLanguage, rememberLanguage, type Text } from '../messages/index.ts'
import { drawPage } from '../page-frame.ts'
import { loadText } from './load-text.ts'
import { actOnEmailUpdates, Refused } from './server.ts'

type Said = 'email-updates.confirmed' | 'email-updates.removed' | 'email-updates.ended'
type Opened = { does: EmailUpdatesAction['type']; token: string }

/**
 * Opened from an email, in any browser: confirms or removes the address, and shows nothing of the case. Only a click
 * confirms: programs that check mail open its links too.
 */
export class EmailAddressPage {
  readonly #place: HTMLElement
  readonly #opened: Opened
  #text: Text<'seller-page'> | undefined
  #notice = ''
  #said: Said | undefined
  #busy = false

  constructor(place: HTMLElement, opened: Opened) {
    this.#place = place
    this.#opened = opened
  }

  async begin(): Promise<void> {
    this.#text = await loadText(preferredLanguage('seller-page'))
    this.#draw()
    if (this.#opened.does === 'remove') await this.#act('remove')
  }

  async #choose(language: SellerLanguage): Promise<void> {
    this.#text = await loadText(language)
    rememberLanguage(language)
    this.#draw()
    this.#place.querySelector<HTMLElement>('select')?.focus()
  }

  async #act(type: EmailUpdatesAction['type']): Promise<void> {
    const text = this.#text
    if (this.#busy || text === undefined) return
    this.#busy = true
    this.#notice = text.t('sending')
    this.#draw()
    try {
      await actOnEmailUpdates({ type, token: this.#opened.token })
      this.#said = type === 'confirm' ? 'email-updates.confirmed' : 'email-updates.removed'
      this.#notice = ''
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const isOver = error.problem === 'no-link'
      this.#said = isOver ? 'email-updates.ended' : undefined
      this.#notice = isOver ? '' : text.t(`problem.${error.problem}`, { name: '' })
    }
    this.#busy = false
    this.#draw()
    this.#place.querySelector<HTMLElement>('[role=status]')?.focus()
  }

  #draw(): void {
    const text = this.#text
    if (text === undefined) return
    const { t } = text
    const said = this.#said
    const asks = said === undefined && this.#opened.does === 'confirm'
    drawPage(
      this.#place,
      {
        namespace: 'seller-page',
        text,
        title: t('email-updates'),
        words: {
          language: t('language'),
          unreviewed: t('unreviewed'),
          inEnglish: t('in-english'),
        },
        choose: (chosen) => void this.#choose(chosen),
      },
      el('h1', {}, t(asks ? 'email-updates.confirm-heading' : 'email-updates')),
      el(
        'p',
        { role: 'status', tabindex: '-1', class: 'notice' },
        said === undefined ? this.#notice : t(said),
      ),
      ...(said === undefined ? this.#choices(text) : []),
    )
  }

  #choices({ t }: Text<'seller-page'>): HTMLElement[] {
    const button = (type: EmailUpdatesAction['type'], look: string): HTMLElement =>
      el(
        'button',
        { type: 'button', class: look, disabled: this.#busy, click: () => void this.#act(type) },
        t(`email-updates.${type}`),
      )
    if (this.#opened.does === 'remove') return [button('remove', '')]
    return [
      el('p', {}, t('email-updates.confirm-about')),
      el('p', { class: 'buttons' }, button('confirm', 'main'), button('remove', '')),
    ]
  }
}
