import type { ReferralReplyView, SellerLanguage } from '@touchstone/contract'
import { el, foreignText } from '../dom.ts'
import {
  preferredLanguage,
  rememberLanguage,
  textLoader,
  type Messages,
  type Text,
} from '../messages/index.ts'
import { drawPage } from '../page-frame.ts'
import { Refused } from '../public-request.ts'
import { ReplyForms } from './reply-forms.ts'
import { act, readReferral } from './server.ts'

const loadText = textLoader(
  'referral-reply',
  import.meta.glob<Messages>('../../locales/*/referral-reply.json', { import: 'default' }),
)

export type ReplyText = Text<'referral-reply'>

/** Where an authority or counsel without an account acknowledges a referral, asks about it and reports outcomes. */
export class ReferralReplyPage {
  readonly #place: HTMLElement
  readonly #token: string
  readonly #forms: ReplyForms
  #text: ReplyText | undefined
  #referral: ReferralReplyView | undefined
  #refusal: Refused | undefined

  constructor(place: HTMLElement, token: string) {
    this.#place = place
    this.#token = token
    this.#forms = new ReplyForms(async (action) => {
      this.#referral = await act(token, action)
      this.#draw()
    })
  }

  async begin(): Promise<void> {
    this.#text = await loadText(preferredLanguage('referral-reply'))
    this.#draw()
    await this.#read(0)
  }

  async #read(from: number): Promise<void> {
    try {
      const read = await readReferral(this.#token, from)
      const before = from === 0 ? [] : (this.#referral?.items ?? [])
      this.#referral = { ...read, items: [...before, ...read.items] }
      this.#refusal = undefined
    } catch (error) {
      this.#refusal = error instanceof Refused ? error : new Refused()
    }
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
    drawPage(
      this.#place,
      {
        namespace: 'referral-reply',
        text,
        title: t('referral-reply.title'),
        name: el('p', { class: 'name' }, t('referral-reply.title')),
        words: {
          language: t('referral-reply.language'),
          unreviewed: t('referral-reply.unreviewed'),
          inEnglish: t('referral-reply.in-english'),
        },
        choose: (chosen) => void this.#choose(chosen),
      },
      ...this.#content(text),
    )
  }

  #content(text: ReplyText): (HTMLElement | false)[] {
    const { t } = text
    const referral = this.#referral
    if (this.#refusal !== undefined) {
      const { isUnknown, code } = this.#refusal
      // A token that was cut off is no token at all.
      const cause = isUnknown || code === 'validation-failed' ? 'unknown' : 'failed'
      return [
        el('h1', {}, t('referral-reply.title')),
        el('p', { role: 'alert' }, t(`referral-reply.${cause}`)),
      ]
    }
    if (referral === undefined) return [el('p', {}, t('referral-reply.loading'))]
    return [
      el('h1', {}, t('referral-reply.heading', { number: referral.number })),
      el('p', {}, t('referral-reply.lead', { sender: referral.sender })),
      referral.state === 'withdrawn' && el('p', { class: 'notice' }, t('referral-reply.withdrawn')),
      factsOf(referral, text),
      noticesOf(referral, text),
      this.#items(referral, text),
      this.#forms.draw(referral, text),
      exchangeOf(referral, text),
    ]
  }

  #items({ items, next }: ReferralReplyView, { t }: ReplyText): HTMLElement {
    return el(
      'section',
      {},
      el('h2', {}, t('referral-reply.items')),
      el('p', { class: 'fine' }, t('referral-reply.items.hint')),
      el(
        'ul',
        {},
        ...items.map(({ ref, kind, marketplace, outcomes }) =>
          el(
            'li',
            {},
            el('strong', { dir: 'ltr' }, ref),
            ` ${t(`referral-reply.kind.${kind}`)}`,
            marketplace !== null && el('span', { dir: 'auto' }, `, ${marketplace}`),
            outcomes.length > 0 &&
              `: ${outcomes.map((outcome) => t(`referral-reply.outcome.${outcome}`)).join(', ')}`,
          ),
        ),
      ),
      next !== null &&
        el(
          'button',
          { type: 'button', click: () => void this.#read(next) },
          t('referral-reply.items.more'),
        ),
    )
  }
}

function dayOf(moment: string, { language }: ReplyText): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(moment))
}

function factsOf(referral: ReferralReplyView, text: ReplyText): HTMLElement {
  const { t } = text
  const { state, sentAt, acknowledgedAt, expiresAt, counts } = referral
  const facts: [string, string][] = [
    [t('referral-reply.state'), t(`referral-reply.state.${state}`)],
    [t('referral-reply.sent'), dayOf(sentAt, text)],
    ...(acknowledgedAt === null
      ? []
      : [[t('referral-reply.acknowledged'), dayOf(acknowledgedAt, text)] as [string, string]]),
    [t('referral-reply.contains'), t('referral-reply.counts', counts)],
    [t('referral-reply.expires'), dayOf(expiresAt, text)],
  ]
  return el(
    'dl',
    {},
    ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
  )
}

function noticesOf({ notices }: ReferralReplyView, text: ReplyText): HTMLElement | false {
  if (notices.length === 0) return false
  return el(
    'section',
    { class: 'notice' },
    el('h2', {}, text.t('referral-reply.notices')),
    ...notices.flatMap(({ at, kind, text: words, items }) => [
      el('p', { class: 'fine' }, [dayOf(at, text), ...items].join(' · ')),
      kind === null ? foreignText(words) : el('p', {}, text.t(`referral-reply.notice.${kind}`)),
    ]),
  )
}

/** What was asked, answered and reported so far. */
function exchangeOf({ questions, reports }: ReferralReplyView, text: ReplyText): HTMLElement {
  const { t } = text
  return el(
    'section',
    { id: 'exchange' },
    el('h2', {}, t('referral-reply.exchange')),
    questions.length + reports.length === 0 && el('p', {}, t('referral-reply.exchange.none')),
    ...questions.flatMap(({ items, text: words, askedAt, answer, answeredAt }) => [
      el(
        'h3',
        {},
        t('referral-reply.question.asked', { day: dayOf(askedAt, text) }),
        items.length > 0 && ` · ${items.join(', ')}`,
      ),
      foreignText(words),
      answer === null
        ? el('p', { class: 'fine' }, t('referral-reply.question.open'))
        : el(
            'div',
            {},
            el(
              'p',
              { class: 'fine' },
              t('referral-reply.question.answered', { day: dayOf(answeredAt ?? askedAt, text) }),
            ),
            foreignText(answer),
          ),
    ]),
    ...reports.map(({ proceeding, outcome, items, happenedOn }) =>
      el(
        'p',
        {},
        el('strong', {}, t(`referral-reply.outcome.${outcome}`)),
        ` · ${dayOf(happenedOn, text)} · `,
        el('span', { dir: 'auto' }, proceeding),
        ` · ${items.join(', ')}`,
      ),
    ),
  )
}
