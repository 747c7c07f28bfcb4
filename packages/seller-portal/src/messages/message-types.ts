// Written by `npm run messages` from the English files; a test holds it to them.
import type noticeForm from '../../locales/en/notice-form.json'
import type sellerPage from '../../locales/en/seller-page.json'

/** The keys of each namespace. */
export type NamespaceKeys = {
  'notice-form': keyof typeof noticeForm
  'seller-page': keyof typeof sellerPage
}

/** The values of messages that have arguments. */
export type MessageArguments = {
  'notice.title.to': { marketplace: string | number }
  'notice.item': { number: string | number; state: string | number }
  'notice.question': { question: string | number }
  'notice.appeal.upheld': { summary: string | number }
  'notice.appeal.rejected': { summary: string | number }
  'notice.appeal.accepted': { summary: string | number }
  'notice.appeal.not-accepted': { summary: string | number }
  'notice.complaint': { decision: string | number }
  'notice.data.received': { day: string | number }
  'notice.data.name': { name: string | number }
  'notice.data.email': { email: string | number }
  'notice.data.written': { text: string | number }
  'notice.data.sent': { day: string | number; subject: string | number }
  'notice.data.erased': { day: string | number }
  'notice.data.erasure-asked': { day: string | number }
  'title.measure': { marketplace: string | number }
  'title.proof': { marketplace: string | number }
  reference: { reference: string | number }
  'link-ends': { moment: string | number }
  since: { day: string | number }
  until: { day: string | number }
  copy: { moment: string | number }
  'time-until': { moment: string | number }
  'time-left': { time: string | number }
  'time-over': { moment: string | number }
  'take-out': { name: string | number }
  'given-on': { moment: string | number }
  'decided-on': { moment: string | number }
  'trouble.refused': { name: string | number }
}
