import type { SellerPageView } from '@touchstone/contract'
import { el, foreignText } from '../dom.ts'
import { textLoader, type Messages, type Text } from '../messages/index.ts'
import { dayIn, momentIn } from './format-dates.ts'
import type { View } from './seller-page.ts'

type Referral = SellerPageView['referrals'][number]

type ReferralsText = Text<'seller-referrals'>

const loadText = textLoader(
  'seller-referrals',
  import.meta.glob<Messages>('../../locales/*/seller-referrals.json', { import: 'default' }),
)

/** Reports to authorities that name the seller, as far as the seller may know, and what the seller says of them. */
export async function loadReferrals(
  page: View['text'] | undefined,
): Promise<(view: View) => HTMLElement[]> {
  const text = await loadText(page?.language ?? 'en')
  const { t } = text
  return (view) => [
    el(
      'section',
      {},
      el('h2', {}, t('referrals')),
      el('p', {}, t('referrals.about')),
      ...view.page.referrals.map((referral) => one(view, text, referral)),
    ),
  ]
}

function one(view: View, text: ReferralsText, referral: Referral): HTMLElement {
  const { t, language } = text
  const { recipient, sentAt, listings: count, number, withdrawnAt, rehearsal } = referral
  const day = dayIn(language, sentAt)
  return el(
    'article',
    {},
    el(
      'p',
      { class: 'stranger' },
      el('bdi', {}, t('referrals.sent', { recipient, day, count, number })),
    ),
    rehearsal && el('p', {}, t('referrals.rehearsal')),
    withdrawnAt !== null &&
      el('p', {}, t('referrals.withdrawn', { day: dayIn(language, withdrawnAt) })),
    ...contest(view, text, referral),
    referral.mayContest && form(view, text, referral),
  )
}

function contest(
  view: View,
  { t, language }: ReferralsText,
  { contest: said }: Referral,
): HTMLElement[] {
  if (said === null) return []
  const { at, text, state, reason } = said
  return [
    el('p', { class: 'fine' }, t('referrals.contested', { moment: momentIn(language, at) })),
    text === null ? el('p', {}, view.text.t('purged')) : foreignText(text),
    el('p', {}, t(`referrals.${state}`)),
    ...(reason === null ? [] : [foreignText(reason)]),
  ]
}

/** Unsent texts by referral, which survive re-rendering. */
const drafts = new Map<string, string>()

function form(
  { busy, act, text: page }: View,
  { t }: ReferralsText,
  { id }: Referral,
): HTMLElement {
  const text = el('textarea', {
    required: true,
    rows: '5',
    maxlength: '4000',
    dir: 'auto',
    input: (event: Event): void => {
      drafts.set(id, (event.target as HTMLTextAreaElement).value)
    },
  })
  text.value = drafts.get(id) ?? ''
  const submit = (event: Event): void => {
    event.preventDefault()
    act({ type: 'contest-referral', referral: id, text: text.value }, page.t('sent'))
  }
  return el(
    'form',
    { submit },
    el('label', {}, el('span', {}, t('referrals.text')), text),
    el('button', { disabled: busy }, t('referrals.contest')),
  )
}
