import type { SellerPageView } from '@touchstone/contract'
import { appealForm } from './appeal-form.ts'
import type { View } from './seller-page.ts'
import { el, foreignText } from '../dom.ts'
import { dayIn, momentIn, regionsIn, timeLeftIn } from './format-dates.ts'
import { pictureAddress } from './server.ts'

/** The page in the order of a seller’s questions: what happened, why, until when, what can I do. */
export function sellerView(view: View): HTMLElement[] {
  const {
    page,
    text: { t },
  } = view
  const isReversed = page.kind === 'measure' && page.state === 'upheld'
  return [
    el('p', { class: 'state' }, t(`state.${page.state}`)),
    ...timeLeft(view),
    ...(isReversed ? [el('p', {}, t('reversed'))] : []),
    el('p', {}, t('no-password')),
    ...decision(view),
    ...(isReversed ? [] : [facts(view)]),
    ...answer(view),
    // Folded, so that what no longer applies does not read as if it did.
    ...(isReversed
      ? [
          el(
            'details',
            {},
            el('summary', {}, t('original-decision')),
            facts(view),
            ...otherWays(view),
          ),
        ]
      : otherWays(view)),
    ...(view.referrals?.(view) ?? []),
    ...emailUpdates(view),
    aboutThisPage(view),
  ]
}

/** Optional, and for sellers of installations that send email. */
function emailUpdates(view: View): HTMLElement[] {
  const {
    updates,
    text: { t },
    draft,
    busy,
  } = view
  if (updates === undefined || updates.state === 'unavailable') return []
  const heading = t('email-updates')
  if (updates.email !== null) {
    const key = updates.state === 'on' ? 'email-updates.on' : 'email-updates.unconfirmed'
    const remove = el(
      'button',
      { type: 'button', disabled: busy, click: view.removeUpdates },
      t('email-updates.remove'),
    )
    return [section(heading, el('p', {}, t(key, { email: updates.email })), remove)]
  }
  const write = (event: Event): void => {
    draft.email = (event.target as HTMLInputElement).value
  }
  const send = (event: Event): void => {
    event.preventDefault()
    view.requestUpdates()
  }
  const input = el('input', {
    type: 'email',
    required: true,
    maxlength: '254',
    autocomplete: 'email',
    dir: 'ltr',
    input: write,
  })
  input.value = draft.email
  return [
    section(
      heading,
      el('p', {}, t('email-updates.about')),
      el(
        'form',
        { submit: send },
        el('label', {}, el('span', {}, t('email-updates.email')), input),
        el('button', { disabled: busy }, t('email-updates.send')),
      ),
    ),
  ]
}

function section(heading: string, ...children: (Node | string | false | null)[]): HTMLElement {
  return el('section', {}, el('h2', {}, heading), ...children)
}

function timeLeft({ page, text: { t, language } }: View): HTMLElement[] {
  const { dueAt, state, may } = page
  if (dueAt === null || state !== 'open' || !may.includes('submit')) return []
  const moment = momentIn(language, dueAt)
  const left = Date.parse(dueAt) - Date.now()
  if (left <= 0) return [el('p', { class: 'time-left' }, t('time-over', { moment }))]
  return [
    el(
      'p',
      { class: 'time-left' },
      t('time-until', { moment }),
      ' ',
      el('strong', {}, t('time-left', { time: timeLeftIn(language, left) })),
    ),
    ...(page.kind === 'proof' ? [el('p', {}, t('no-response'))] : []),
  ]
}

function decision({ page, text: { t, language } }: View): HTMLElement[] {
  if (page.decision === null) return []
  const { reasons, decidedAt } = page.decision
  return [
    section(
      t('decision'),
      reasons === null ? null : foreignText(reasons),
      el('p', { class: 'fine' }, t('decided-on', { moment: momentIn(language, decidedAt) })),
    ),
  ]
}

function facts(view: View): HTMLElement {
  const {
    page,
    text: { t, word, language },
  } = view
  const entries: [string, (Node | string)[]][] = []
  const add = (term: string, ...about: (Node | string | null)[]): void => {
    const there = about.flatMap((one) => (one === null || one === '' ? [] : [one]))
    if (there.length > 0) entries.push([term, there])
  }
  const quoted = (text: string | null): Node | null => (text === null ? null : foreignText(text))
  add(t('listing'), ...listing(page))
  add(t('reason'), quoted(page.reason))
  add(t('accepted-proof'), list(page.accepts.map((kind) => t(`proof.${kind}`))))
  add(
    t('measures'),
    list(measures(view)),
    page.since === null ? null : line(t('measure-since', { day: dayIn(language, page.since) })),
    page.until === null ? null : line(t('measure-until', { day: dayIn(language, page.until) })),
  )
  add(t('territory'), regionsIn(language, page.territory))
  add(t('ground'), word(`ground.${page.claimed}`) ?? quoted(page.claimed))
  add(t('law-or-clause'), quoted(page.right))
  const reading = readingIn(view)
  // The reading says the same in the reader's language.
  add(t('facts'), reading === undefined ? quoted(page.facts) : null)
  add(t('evidence'), list(evidence(view)), ...pictures(view))
  add(t('notifier'), quoted(page.notifier))
  add(
    t('statement'),
    ...(reading === undefined || page.statement === null
      ? [quoted(page.statement)]
      : [
          el('p', { class: 'stranger' }, reading),
          el('details', {}, el('summary', {}, t('statement-as-sent')), foreignText(page.statement)),
        ]),
  )
  return el(
    'dl',
    {},
    ...entries.flatMap(([term, about]) => [el('dt', {}, term), el('dd', {}, ...about)]),
  )
}

/** The statement of reasons in the page's language, where the text that was sent does not contain it. */
function readingIn({ page, text: { language } }: View): string | undefined {
  const readings: Partial<Record<string, string>> = page.readings ?? {}
  const reading = readings[language]
  return reading === undefined || page.statement?.includes(reading) ? undefined : reading
}

function listing({ listing: shown }: SellerPageView): Node[] {
  if (shown === null) return []
  const { title, url, id } = shown
  const safe = url !== null && /^https?:\/\//i.test(url)
  return [
    foreignText(title),
    safe
      ? el('p', {}, el('a', { href: url, rel: 'noreferrer', class: 'stranger', dir: 'ltr' }, url))
      : el('p', { class: 'fine' }, id),
  ]
}

/** Measures that make no difference to a seller share a sentence. */
const alike: Readonly<Record<string, string>> = {
  'restrict-age': 'restricted',
  'restrict-interaction': 'restricted',
  'other-visibility': 'restricted',
  'end-payments': 'payments',
  'other-payments': 'payments',
  'suspend-service-in-part': 'suspend-service',
  'end-service-in-part': 'end-service',
}

function measures({ page, text: { word } }: View): string[] {
  const sentences = page.measures.map(
    (measure) => word(`measure.${alike[measure] ?? measure}`) ?? measure,
  )
  return [...new Set(sentences)]
}

function evidence({ page, text: { t, language } }: View): string[] {
  return page.evidence.map(({ title, at }) => {
    if (title === 'captures') return t('evidence.captures')
    return title === 'page' && at !== null
      ? t('capture', { moment: momentIn(language, at) })
      : title
  })
}

/** Screenshots of the sealed capture of the seller’s page; each opens at full size. */
function pictures({ page, text: { t, language } }: View): HTMLElement[] {
  return page.pictures.map(({ sha256, sealedAt }) => {
    const src = pictureAddress(page.link, sha256)
    const text = t('capture', { moment: momentIn(language, sealedAt) })
    return el(
      'figure',
      {},
      el('a', { href: src, target: '_blank', rel: 'noopener' }, el('img', { src, alt: text })),
      el('figcaption', { class: 'fine' }, text),
      el('code', { class: 'fine', dir: 'ltr' }, sha256),
    )
  })
}

function answer(view: View): HTMLElement[] {
  const {
    page,
    text: { t, language },
    busy,
  } = view
  if (page.may.includes('submit')) return [section(t('appeal-or-response'), appealForm(view))]
  if (page.submission === null) return []
  const { words: given, submittedAt, documents } = page.submission
  return [
    section(
      t('appeal-or-response'),
      given === null ? el('p', {}, t('purged')) : foreignText(given),
      list(documents.map(({ name }) => name)),
      el('p', { class: 'fine' }, t('submitted-on', { moment: momentIn(language, submittedAt) })),
      page.may.includes('withdraw') &&
        el('button', { type: 'button', disabled: busy, click: view.withdraw }, t('withdraw')),
    ),
  ]
}

function otherWays(view: View): HTMLElement[] {
  const {
    page,
    text: { t },
    draft,
    busy,
  } = view
  if (page.kind === 'proof') return []
  const write = (event: Event): void => {
    draft.body = (event.target as HTMLInputElement).value
  }
  const send = (event: Event): void => {
    event.preventDefault()
    view.refer()
  }
  const input = el('input', { required: true, maxlength: '300', dir: 'auto', input: write })
  input.value = draft.body
  return [
    section(
      t('redress'),
      el('p', {}, t('redress-description')),
      page.referredTo === null
        ? null
        : el('div', {}, el('p', {}, t('referred-to')), foreignText(page.referredTo)),
      page.may.includes('refer') &&
        el(
          'form',
          { submit: send },
          el('label', {}, el('span', {}, t('dispute-settlement-body')), input),
          el('button', { disabled: busy }, t('report-referral')),
        ),
    ),
  ]
}

function aboutThisPage({ page, text: { t, language }, leave }: View): HTMLElement {
  return el(
    'footer',
    {},
    el('p', {}, t('reference', { reference: page.reference })),
    el('p', {}, t('own-channel')),
    foreignText(page.ownChannel),
    el('p', {}, t('access-until', { moment: momentIn(language, page.linkEndsAt) })),
    el('button', { type: 'button', click: leave }, t('close-access')),
  )
}

function line(text: string): HTMLElement {
  return el('p', {}, text)
}

function list(items: readonly string[]): HTMLElement | null {
  if (items.length === 0) return null
  // A text of the other direction stays beside its mark.
  return el('ul', {}, ...items.map((item) => el('li', { class: 'stranger' }, el('bdi', {}, item))))
}
