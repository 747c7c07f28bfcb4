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
  'notice-form.title.to': { marketplace: string | number }
  'notice-form.item': { number: string | number; state: string | number }
  'notice-form.question': { question: string | number }
  'notice-form.appeal.upheld': { summary: string | number }
  'notice-form.appeal.rejected': { summary: string | number }
  'notice-form.appeal.accepted': { summary: string | number }
  'notice-form.appeal.not-accepted': { summary: string | number }
  'notice-form.complaint': { decision: string | number }
  'notice-form.data.received': { day: string | number }
  'notice-form.data.name': { name: string | number }
  'notice-form.data.email': { email: string | number }
  'notice-form.data.written': { text: string | number }
  'notice-form.data.sent': { day: string | number; subject: string | number }
  'notice-form.data.erased': { day: string | number }
  'notice-form.data.erasure-asked': { day: string | number }
  'seller-page.title.measure': { marketplace: string | number }
  'seller-page.title.proof': { marketplace: string | number }
  'seller-page.reference': { reference: string | number }
  'seller-page.access-until': { moment: string | number }
  'seller-page.measure-since': { day: string | number }
  'seller-page.measure-until': { day: string | number }
  'seller-page.capture': { moment: string | number }
  'seller-page.time-until': { moment: string | number }
  'seller-page.time-left': { time: string | number }
  'seller-page.time-over': { moment: string | number }
  'seller-page.remove-document': { name: string | number }
  'seller-page.submitted-on': { moment: string | number }
  'seller-page.decided-on': { moment: string | number }
  'seller-page.problem.document-rejected': { name: string | number }
}
