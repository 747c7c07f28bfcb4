import type { SellerPageView } from '@touchstone/contract'
import { el, foreignText } from '../dom.ts'
import { dayIn, momentIn } from './format-dates.ts'
import type { View } from './seller-page.ts'

type Referral = SellerPageView['referrals'][number]

/** Reports to authorities that name the seller, as far as the seller may know, and what the seller says of them. */
export function referrals(view: View): HTMLElement[] {
  const {
    page,
    text: { t },
  } = view
  if (page.referrals.length === 0) return []
  return [
    el(
      'section',
      {},
      el('h2', {}, t('referrals')),
      el('p', {}, t('referrals.about')),
      ...page.referrals.map((referral) => one(view, referral)),
    ),
  ]
}

function one(view: View, referral: Referral): HTMLElement {
  const {
    text: { t, language },
  } = view
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
    ...contest(view, referral),
    referral.mayContest && form(view, referral),
  )
}

function contest({ text: { t, language } }: View, { contest: said }: Referral): HTMLElement[] {
  if (said === null) return []
  const { at, text, state, reason } = said
  return [
    el('p', { class: 'fine' }, t('referrals.contested', { moment: momentIn(language, at) })),
    text === null ? el('p', {}, t('purged')) : foreignText(text),
    el('p', {}, t(`referrals.${state}`)),
    ...(reason === null ? [] : [foreignText(reason)]),
  ]
}

function form({ text: { t }, draft, busy, contest: send }: View, { id }: Referral): HTMLElement {
  const text = el('textarea', {
    required: true,
    rows: '5',
    maxlength: '4000',
    dir: 'auto',
    input: (event: Event): void => {
      draft.contests[id] = (event.target as HTMLTextAreaElement).value
    },
  })
  text.value = draft.contests[id] ?? ''
  const submit = (event: Event): void => {
    event.preventDefault()
    send(id)
  }
  return el(
    'form',
    { submit },
    el('label', {}, el('span', {}, t('referrals.text')), text),
    el('button', { disabled: busy }, t('referrals.contest')),
  )
}
