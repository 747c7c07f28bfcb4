import type { SellerLanguage } from '@touchstone/contract'
import { el } from '../dom.ts'
import { textLoader, type Messages } from '../messages/index.ts'
import { BuyerContactForm } from './buyer-contact-form.ts'
import { ReportForm } from './report-form.ts'
import { ReportStatus } from './report-status.ts'

const loadText = textLoader(
  'report',
  import.meta.glob<Messages>('../../locales/*/report.json', { import: 'default' }),
)

/** Reporting goods, and following a report: loaded after the check, which waits for nothing. */
export class Reports {
  readonly place = el('div', { id: 'reports' })
  readonly #form = new ReportForm()
  readonly #status = new ReportStatus()
  readonly #buyer = new BuyerContactForm()

  /** Fills in the code that was checked last. */
  about(code: string): void {
    this.#form.about(code)
  }

  async draw(language: SellerLanguage): Promise<void> {
    const text = await loadText(language)
    this.place.replaceChildren(
      this.#form.draw(text),
      this.#status.draw(text),
      this.#buyer.draw(text),
    )
  }
}
