import type { SellerLanguage, WatchPolicyView } from '@touchstone/contract'
import { el } from '../dom.ts'
import {
  preferredLanguage,
  rememberLanguage,
  textLoader,
  type Messages,
  type Text,
} from '../messages/index.ts'
import { drawPage } from '../page-frame.ts'
import { readPolicy } from './server.ts'
import { SiteRequestForm } from './site-request-form.ts'

const loadText = textLoader(
  'watch-policy',
  import.meta.glob<Messages>('../../locales/*/watch-policy.json', { import: 'default' }),
)

export type PolicyText = Text<'watch-policy'>

/** How the installation visits sites, how a site is left out, and the information of Art. 14 GDPR. */
export class WatchPolicyPage {
  readonly #place: HTMLElement
  readonly #form = new SiteRequestForm()
  #text: PolicyText | undefined
  /** Undefined while loading, null if it could not be loaded. */
  #policy: WatchPolicyView | null | undefined

  constructor(place: HTMLElement) {
    this.#place = place
  }

  async begin(): Promise<void> {
    this.#text = await loadText(preferredLanguage('watch-policy'))
    this.#draw()
    this.#policy = await readPolicy().catch(() => null)
    this.#draw()
  }

  async #choose(language: SellerLanguage): Promise<void> {
    this.#text = await loadText(language)
    rememberLanguage(language)
    this.#draw()
    this.#place.querySelector<HTMLElement>('select')?.focus()
  }

  #draw(): void {
    const text = this.#text
    if (text === undefined) return
    const { t } = text
    const policy = this.#policy
    drawPage(
      this.#place,
      {
        namespace: 'watch-policy',
        text,
        title: t('watch-policy.title'),
        name: el('p', { class: 'name' }, policy?.operator.name ?? 'Touchstone'),
        words: {
          language: t('watch-policy.language'),
          unreviewed: t('watch-policy.unreviewed'),
          inEnglish: t('watch-policy.in-english'),
        },
        choose: (chosen) => void this.#choose(chosen),
      },
      el('h1', {}, t('watch-policy.title')),
      el('p', {}, t('watch-policy.description')),
      ...(policy === null ? [el('p', { role: 'alert' }, t('watch-policy.failed'))] : []),
      ...(policy ? [visits(policy, text), this.#site(policy, text), data(policy, text)] : []),
    )
  }

  #site({ agent, limits }: WatchPolicyView, text: PolicyText): HTMLElement {
    const { t } = text
    return el(
      'section',
      {},
      el('h2', {}, t('watch-policy.site')),
      el('p', {}, t('watch-policy.site.robots', { hours: limits.robotsCacheHours })),
      el('pre', { dir: 'ltr' }, el('code', {}, `User-agent: ${agent.token}\nDisallow: /`)),
      el('p', {}, t('watch-policy.site.form')),
      this.#form.draw(text),
    )
  }
}

function visits({ agent, limits, stopped }: WatchPolicyView, { t }: PolicyText): HTMLElement {
  return el(
    'section',
    {},
    el('h2', {}, t('watch-policy.visits')),
    stopped && el('p', { class: 'notice' }, t('watch-policy.stopped')),
    el('p', {}, t('watch-policy.visits.agent')),
    el('pre', { dir: 'ltr' }, el('code', {}, agent.userAgent)),
    el(
      'ul',
      {},
      el('li', {}, t('watch-policy.visits.public')),
      el(
        'li',
        {},
        t('watch-policy.visits.pause', {
          seconds: limits.minPauseSeconds,
          factor: limits.pauseFactor,
        }),
      ),
      el('li', {}, t('watch-policy.visits.refusal')),
      el('li', {}, t('watch-policy.visits.order')),
    ),
  )
}

const facts = [
  'source',
  'categories',
  'purposes',
  'basis',
  'recipients',
  'transfer',
  'storage',
  'automated',
  'rights',
  'complaint',
] as const

/** The order is that of Art. 14(1) and (2) GDPR. */
function data({ operator, limits }: WatchPolicyView, { t }: PolicyText): HTMLElement {
  const { name, contact } = operator
  const controller =
    name === null
      ? t('watch-policy.data.controller.unnamed')
      : t('watch-policy.data.controller.operator', { operator: name })
  const sentence = (fact: (typeof facts)[number]): string =>
    fact === 'storage'
      ? t('watch-policy.data.storage.text', { days: limits.sellerDataDays })
      : t(`watch-policy.data.${fact}.text`)
  return el(
    'section',
    { id: 'data' },
    el('h2', {}, t('watch-policy.data')),
    el('p', { class: 'fine' }, t('watch-policy.data.lead')),
    el(
      'dl',
      {},
      el('dt', {}, t('watch-policy.data.controller')),
      el('dd', {}, controller),
      el('dt', {}, t('watch-policy.data.contact')),
      el('dd', {}, contact === null ? t('watch-policy.data.contact.none') : contactLink(contact)),
      ...facts.flatMap((fact) => [
        el('dt', {}, t(`watch-policy.data.${fact}`)),
        el('dd', {}, sentence(fact)),
      ]),
    ),
  )
}

/** The operator states an email address or a page of the web. */
function contactLink(contact: string): HTMLElement {
  const href = contact.includes('://') ? contact : `mailto:${contact}`
  return el('a', { href, dir: 'ltr' }, contact)
}
